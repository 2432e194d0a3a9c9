import * as v from "valibot";

import { countSchema, eventSchema, orUndefined, readableItems } from "../events/index.ts";
import type { CommMessage, ControlAction } from "./comm-message.ts";
import { LONGEST_GAP_MS } from "./gap-code.ts";
import { documentSchema, statusSchema } from "./read-stream-document.ts";

/** A kernel sends 30 messages a second, so no valid message is nearly as long. */
const MAX_ITEMS = 100_000;

const text = v.string();
const finite = v.pipe(v.number(), v.finite());
const list = v.pipe(v.array(v.unknown()), v.maxLength(MAX_ITEMS));
const documents = v.pipe(list, readableItems(documentSchema));
const gaps = v.pipe(
  v.array(v.pipe(finite, v.minValue(0), v.maxValue(LONGEST_GAP_MS))),
  v.maxLength(MAX_ITEMS),
);
const textPatch = v.tuple([text, countSchema, text, gaps]);

/** Answer text must come in patches, whose offsets are checked. Audio and raw frames are not for viewers. */
const streamPatch = v.tuple([
  text,
  v.pipe(
    eventSchema,
    v.check(({ type }) => type !== "text-delta" && type !== "audio-delta" && type !== "raw"),
  ),
]);

const EARLIEST_ACTIONS: readonly ControlAction[] = ["open", "stop"];

const actionSchema = v.picklist(["open", "view", "stop", "release", "pause", "resume", "retry"]);

const messageSchema: v.GenericSchema<unknown, CommMessage> = v.variant("type", [
  v.object({
    v: v.literal(1),
    type: v.literal("open"),
    session: text,
    capabilities: v.object({
      control: v.picklist(["execute", "comm"]),
      sigint: v.fallback(v.boolean(), false),
      actions: v.pipe(v.fallback(list, [...EARLIEST_ACTIONS]), readableItems(actionSchema)),
    }),
    nextSeq: countSchema,
    streams: documents,
  }),
  v.object({
    v: v.literal(1),
    type: v.literal("batch"),
    seq: countSchema,
    sentAtMs: finite,
    s: v.pipe(v.array(textPatch), v.maxLength(MAX_ITEMS)),
    ev: v.pipe(list, readableItems(streamPatch)),
    st: v.pipe(v.fallback(list, []), readableItems(v.tuple([text, statusSchema]))),
  }),
  v.object({ v: v.literal(1), type: v.literal("keyframe"), seq: countSchema, streams: documents }),
  v.object({
    v: v.literal(1),
    type: v.literal("ack"),
    seq: countSchema,
    id: text,
    problem: orUndefined(text),
  }),
]);

/**
 * Reads a {@link CommMessage} from the data of a comm, which any code in the kernel may have sent; `undefined` if it
 * is not one, is too large (100,000 items in an array), or lacks a part without which the text would have a hole.
 * Leaves out unknown events and documents.
 *
 * @example
 * ```ts
 * readCommMessage({ v: 1, type: "batch", seq: 3, sentAtMs: 0, s: [["s1", 0, "Hi", [200]]], ev: [] })?.type;
 * // "batch"
 * readCommMessage({ v: 1, type: "batch", seq: 3, sentAtMs: 0, s: [["s1", 0]], ev: [] }); // undefined
 * ```
 */
export function readCommMessage(value: unknown): CommMessage | undefined {
  const { success, output } = v.safeParse(messageSchema, value);
  return success ? output : undefined;
}
