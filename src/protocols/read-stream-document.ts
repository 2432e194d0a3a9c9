import * as v from "valibot";

import {
  countSchema,
  endReasonSchema,
  failureSchema,
  nextStepSchema,
  orUndefined,
  readableItems,
  usageSchema,
} from "../events/index.ts";
import type { DocumentStatus, StreamDocument } from "./stream-document.ts";

/** Ids and names are shown in headings and attributes. */
const name = v.pipe(v.string(), v.maxLength(1_000));

/** No model's answer is nearly as long; a page that tried to show more would freeze. */
const body = v.pipe(v.string(), v.maxLength(16_777_216));

const toolCallSchema = v.object({ id: name, name, text: body });

const attemptSchema = v.object({
  attempt: countSchema,
  failure: failureSchema,
  next: orUndefined(nextStepSchema),
});

/** A stream makes a few attempts. */
const MAX_ATTEMPTS = 1_000;

const durationMs = v.pipe(v.number(), v.finite(), v.minValue(0));

const stateSchema = v.picklist([
  "connecting",
  "waiting",
  "reasoning",
  "flowing",
  "recovering",
  "ended",
]);

const statusFields = {
  isPaused: v.fallback(v.boolean(), false),
  reasoningMs: orUndefined(durationMs),
  kernelBlocks: orUndefined(v.object({ beforeFirstTokenMs: durationMs, longestMs: durationMs })),
};

export const statusSchema: v.GenericSchema<unknown, DocumentStatus> = v.object({
  state: stateSchema,
  ...statusFields,
});

const fields = v.object({
  ...statusFields,
  v: v.literal(1),
  session: name,
  id: name,
  title: orUndefined(name),
  prompt: orUndefined(body),
  provider: orUndefined(name),
  model: orUndefined(name),
  state: orUndefined(stateSchema),
  canRetry: v.fallback(v.boolean(), false),
  seq: countSchema,
  text: body,
  reasoning: v.fallback(body, ""),
  toolCalls: v.pipe(v.fallback(v.array(v.unknown()), []), readableItems(toolCallSchema)),
  end: orUndefined(endReasonSchema),
  usage: orUndefined(usageSchema),
  attempts: v.pipe(
    v.fallback(v.pipe(v.array(v.unknown()), v.maxLength(MAX_ATTEMPTS)), []),
    readableItems(attemptSchema),
  ),
  gaps: v.fallback(body, ""),
  startedAtWallMs: v.fallback(v.pipe(v.number(), v.finite()), 0),
});

export const documentSchema: v.GenericSchema<unknown, StreamDocument> = v.pipe(
  fields,
  // A later version may know more states.
  v.transform(({ state, ...document }) => ({
    ...document,
    state: state ?? (document.end === undefined ? "waiting" : "ended"),
  })),
);

/**
 * Reads a {@link StreamDocument} from a notebook or a message, which any program may have written; `undefined` if it
 * is not one or is too large (16 Mi characters). Ignores unknown fields; damaged optional fields are `undefined`.
 *
 * @example
 * ```ts
 * readStreamDocument({ v: 1, session: "k1", id: 7 }); // undefined
 * ```
 */
export function readStreamDocument(value: unknown): StreamDocument | undefined {
  const { success, output } = v.safeParse(documentSchema, value);
  return success ? output : undefined;
}
