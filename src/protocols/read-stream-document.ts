import { asCount, asList, asNumber, asText, dig } from "../wire/index.ts";
import { resolvedText } from "./kept-text.ts";
import { readEndReason, readUsage } from "./read-stream-event.ts";
import { type KeptToolCall, STREAM_MIME_TYPE, type StreamDocument } from "./stream-document.ts";

/** No answer of a model is near this; a page that tried to show more would freeze. */
const LONGEST_TEXT_CHARS = 16_777_216;

/** Ids and names are shown in headings and attributes. */
const LONGEST_NAME_CHARS = 1_000;

const states = ["connecting", "waiting", "flowing", "ended"] as const;

/**
 * A {@link StreamDocument} out of a notebook or a message, which anybody may have written;
 * `undefined` when it is not one, or is too large to be one (16 Mi characters).
 *
 * Fields that are not known are left out; what is optional and damaged is `undefined`.
 *
 * @example
 * ```ts
 * readStreamDocument({ v: 1, session: "k1", id: 7 }); // undefined
 * ```
 */
export function readStreamDocument(value: unknown): StreamDocument | undefined {
  if (dig(value, "v") !== 1) return undefined;
  const session = name(dig(value, "session"));
  const id = name(dig(value, "id"));
  const state = states.find((known) => known === dig(value, "state"));
  const seq = asCount(dig(value, "seq"));
  const text = body(dig(value, "text"));
  if (session === undefined || id === undefined || state === undefined) return undefined;
  if (seq === undefined || text === undefined) return undefined;

  return {
    v: 1,
    session,
    id,
    title: name(dig(value, "title")),
    provider: name(dig(value, "provider")),
    model: name(dig(value, "model")),
    state,
    seq,
    text,
    reasoning: body(dig(value, "reasoning")) ?? "",
    toolCalls: asList(dig(value, "toolCalls")).flatMap((call) => toolCall(call) ?? []),
    end: readEndReason(dig(value, "end")),
    usage: readUsage(dig(value, "usage")),
    gaps: body(dig(value, "gaps")) ?? "",
    startedAtWallMs: asNumber(dig(value, "startedAtWallMs")) ?? 0,
  };
}

/**
 * Reads the {@link StreamDocument} of a saved MIME bundle, as `streamBundle` makes it; `undefined` if there is none, or
 * its text is gone.
 *
 * @param bundle MIME types and their data, texts in one piece.
 *
 * @example
 * ```ts
 * readStreamBundle({ "text/plain": "Hello" }); // undefined
 * ```
 */
export function readStreamBundle(bundle: unknown): StreamDocument | undefined {
  const document = dig(bundle, STREAM_MIME_TYPE);
  const text = resolvedText(dig(document, "text"), dig(bundle, "text/plain"));
  if (typeof document !== "object" || text === undefined) return undefined;
  return readStreamDocument({ ...document, text });
}

function toolCall(value: unknown): KeptToolCall | undefined {
  const id = name(dig(value, "id"));
  const called = name(dig(value, "name"));
  const text = body(dig(value, "text"));
  if (id === undefined || called === undefined || text === undefined) return undefined;
  return { id, name: called, text };
}

function name(value: unknown): string | undefined {
  const text = asText(value);
  return text !== undefined && text.length <= LONGEST_NAME_CHARS ? text : undefined;
}

function body(value: unknown): string | undefined {
  const text = asText(value);
  return text !== undefined && text.length <= LONGEST_TEXT_CHARS ? text : undefined;
}
