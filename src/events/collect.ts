import type { EndReason, StreamEvent, StreamEventBody, Usage } from "./stream-event.ts";

/** A stream's output, put together. */
export interface Collected {
  /** The answer's text: the parts of all text blocks, in the order in which they arrived. */
  readonly text: string;
  readonly reasoning: string;
  /** In the order in which they began. */
  readonly toolCalls: readonly CollectedToolCall[];
  readonly usage: Usage | undefined;
  /** `undefined` while the stream has not ended. */
  readonly end: EndReason | undefined;
}

/** A tool call: complete, cut off, or still open. */
export interface CollectedToolCall {
  readonly id: string;
  readonly name: string;
  /** The arguments as the model wrote them. */
  readonly text: string;
  /** The arguments as parsed JSON; `undefined` if they are not complete. */
  readonly input: unknown;
}

/**
 * Reads a stream to its end and puts it together. Failures of the stream do not throw: they are in `end`. Cost: O(n) in
 * the length of the answer.
 *
 * @throws {unknown} Errors of the iterable itself.
 *
 * @example
 * ```ts
 * const at = instant(0);
 * const { text } = await collect([
 *   { type: "text-start", block: "0", at, seq: 0 },
 *   { type: "text-delta", block: "0", text: "Hello", at, seq: 1 },
 * ]);
 * text; // "Hello"
 * ```
 */
export async function collect(
  events: AsyncIterable<StreamEvent> | Iterable<StreamEvent>,
): Promise<Collected> {
  const collector = answerCollector();
  for await (const event of events) collector.add(event);
  return collector.collected();
}

/** Puts a stream together event by event; `collected` can be called at any time. */
export interface Collector {
  add(event: StreamEventBody): void;
  collected(): Collected;
}

/**
 * Returns a {@link Collector}.
 *
 * @param from Output to continue.
 *
 * @example
 * ```ts
 * answerCollector().collected().text; // ""
 * ```
 */
export function answerCollector(from?: Collected): Collector {
  const text = blockTexts(from?.text);
  const reasoning = blockTexts(from?.reasoning);
  const toolCalls = new Map<string, Omit<CollectedToolCall, "text"> & { parts: string[] }>();
  let { usage, end } = from ?? {};
  if (from !== undefined) {
    for (const { text: part, ...call } of from.toolCalls) {
      toolCalls.set(call.id, { ...call, parts: [part] });
    }
  }

  return {
    add(event) {
      switch (event.type) {
        case "text-delta":
          text.add(event.block, event.text);
          break;
        case "reasoning-delta":
          reasoning.add(event.block, event.text);
          break;
        case "block-reset":
          text.reset(event.block);
          reasoning.reset(event.block);
          break;
        case "tool-call-start":
          toolCalls.set(event.id, { id: event.id, name: event.name, parts: [], input: undefined });
          break;
        case "tool-call-delta":
          toolCalls.get(event.id)?.parts.push(event.text);
          break;
        case "tool-call-end": {
          const { id, name, text: all, input } = event;
          toolCalls.set(id, { id, name, parts: [all], input });
          break;
        }
        case "usage":
          usage = event;
          break;
        case "stream-end":
          end = event.reason;
          break;
        default:
      }
    },
    collected: () => ({
      text: text.text,
      reasoning: reasoning.text,
      toolCalls: Array.from(toolCalls.values(), ({ id, name, parts, input }) => ({
        id,
        name,
        text: joined(parts),
        input,
      })),
      usage,
      end,
    }),
  };
}

/**
 * The texts of blocks in the order in which their parts arrived, as a reader has seen them. Blocks of one kind hardly ever
 * overlap; if they do, a page could only append to the latest.
 */
function blockTexts(before = "") {
  // V8 joins strings lazily: each `+=` is O(1), and a reader of the whole text pays for one copy of it.
  let all = before;
  let runs = [{ block: "", lengthChars: before.length }];

  return {
    add(block: string, text: string) {
      all += text;
      const last = runs.at(-1);
      if (last?.block === block) last.lengthChars += text.length;
      else runs.push({ block, lengthChars: text.length });
    },
    reset(block: string) {
      let rest = "";
      let offsetChars = 0;
      for (const run of runs) {
        if (run.block !== block) rest += all.slice(offsetChars, offsetChars + run.lengthChars);
        offsetChars += run.lengthChars;
      }
      all = rest;
      runs = runs.filter((run) => run.block !== block);
    },
    get text() {
      return all;
    },
  };
}

/** Keeps the joined text in place of its parts, so that a viewer can call it for every frame. */
function joined(parts: string[]): string {
  if (parts.length > 1) parts.splice(0, parts.length, parts.join(""));
  return parts[0] ?? "";
}
