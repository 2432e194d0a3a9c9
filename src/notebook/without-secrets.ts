import { instant } from "../clock/index.ts";
import type { StreamEvent, StreamEventBody, Trace } from "../events/index.ts";
import type { MimeBundle } from "../protocols/index.ts";
import { type KeyFilter, keyFilter, redactSecrets, type Secret } from "../text/index.ts";

/** Returns the current secrets: variables of the environment change while a notebook runs. */
export type SecretSource = () => readonly Secret[];

/**
 * Removes secrets from a stream's events, because notebooks are shared: servers repeat the key that they were sent.
 * Deltas are searched across their limits, so the end of a delta may come with the next one.
 */
export async function* eventsWithoutSecrets(
  events: AsyncIterable<StreamEvent>,
  secrets: readonly Secret[],
): AsyncGenerator<StreamEvent, void, undefined> {
  const filters = new Map<string, OpenFilter>();
  let last: Pick<StreamEvent, "at" | "seq"> = { at: instant(0), seq: 0 };
  try {
    for await (const event of events) {
      last = { at: event.at, seq: event.seq };
      for (const body of endedBy(event, filters)) yield { ...body, ...last };
      yield { ...withoutSecrets(event, secrets, filters), ...last };
    }
  } catch (error) {
    for (const body of heldBack([...filters.keys()], filters)) yield { ...body, ...last };
    throw error;
  }
  for (const body of heldBack([...filters.keys()], filters)) yield { ...body, ...last };
}

interface OpenFilter {
  readonly filter: KeyFilter;
  /** The delta with what was held back. */
  rest(text: string): StreamEventBody;
}

/** Returns what was held back of the blocks that this event ends. */
function endedBy(event: StreamEvent, filters: Map<string, OpenFilter>): StreamEventBody[] {
  if (event.type === "block-reset") {
    filters.delete(`text ${event.block}`);
    filters.delete(`reasoning ${event.block}`);
  }
  const ended =
    event.type === "stream-end" || event.type === "attempt-failed"
      ? [...filters.keys()]
      : event.type.endsWith("-end")
        ? [keyOf(event)]
        : [];
  return heldBack(ended, filters);
}

function heldBack(keys: readonly string[], filters: Map<string, OpenFilter>): StreamEventBody[] {
  return keys.flatMap((key) => {
    const open = filters.get(key);
    filters.delete(key);
    const text = open?.filter.end() ?? "";
    return open === undefined || text === "" ? [] : [open.rest(text)];
  });
}

/** A block and a tool call may have the same id. */
function keyOf(event: StreamEventBody): string {
  const kind = event.type.replace(/-(?:delta|end)$/u, "");
  if ("block" in event) return `${kind} ${event.block}`;
  return "id" in event ? `${kind} ${event.id}` : "";
}

function withoutSecrets(
  event: StreamEvent,
  secrets: readonly Secret[],
  filters: Map<string, OpenFilter>,
): StreamEventBody {
  switch (event.type) {
    case "text-delta":
    case "reasoning-delta":
    case "tool-call-delta": {
      const key = keyOf(event);
      const rest = (text: string): StreamEventBody => ({ ...event, text });
      const open = filters.get(key) ?? { filter: keyFilter(secrets), rest };
      filters.set(key, open);
      return { ...event, text: open.filter.push(event.text) };
    }
    case "audio-delta":
    case "usage":
      return event;
    default:
      return redacted(event, secrets);
  }
}

/** Returns a trace without secrets, also without those that are cut over several deltas. */
export function traceWithoutSecrets(trace: Trace, secrets: readonly Secret[]): Trace {
  if (secrets.length === 0) return trace;
  const filters = new Map<string, OpenFilter>();
  const events = trace.events.flatMap(({ event, read }, index) => {
    const { at, seq } = event;
    const bodies = [...endedBy(event, filters), withoutSecrets(event, secrets, filters)];
    // A recording may be cut off.
    if (index === trace.events.length - 1) bodies.push(...heldBack([...filters.keys()], filters));
    return bodies.map((body) => ({ event: { ...body, at, seq }, read }));
  });
  return redacted({ ...trace, events }, secrets);
}

/** Returns a bundle without secrets in any of its strings. */
export function bundleWithoutSecrets(bundle: MimeBundle, secrets: readonly Secret[]): MimeBundle {
  return secrets.length === 0 ? bundle : redacted(bundle, secrets);
}

/** Returns the same JSON with the secrets in its strings replaced. Its keys are ours. */
function redacted<T extends object>(value: T, secrets: readonly Secret[]): T {
  const clean = (part: unknown): unknown => {
    if (typeof part === "string") return redactSecrets(part, secrets);
    if (Array.isArray(part)) return part.map(clean);
    if (typeof part !== "object" || part === null || ArrayBuffer.isView(part)) return part;
    return Object.fromEntries(
      Object.entries(part).map(([key, inner]) => [redactSecrets(key, secrets), clean(inner)]),
    );
  };
  return Object.assign({}, value, clean(value));
}
