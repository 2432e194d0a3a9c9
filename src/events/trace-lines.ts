import * as v from "valibot";

import { instant, type Instant, instantAfter } from "../clock/index.ts";
import { countSchema, eventJson, eventSchema } from "./event-schema.ts";
import type { Trace } from "./trace.ts";

const VERSION = 1;
const ORIGIN = instant(0);

/** Prefix of a line with a recording's bytes, which may be in the same file. */
const RECORDING = '{"recording":';

/** An instant in whole microseconds. */
const stamp = v.pipe(
  v.number(),
  v.safeInteger(),
  v.transform((us) => instantAfter(ORIGIN, us / 1000)),
);
const optionalStamp = v.pipe(
  v.nullish(stamp, null),
  v.transform((at): Instant | undefined => at ?? undefined),
);

const lineSchema = v.object({
  v: v.literal(VERSION),
  id: v.string(),
  provider: v.string(),
  model: v.string(),
  pickedUpUs: optionalStamp,
  sentUs: optionalStamp,
  headersUs: optionalStamp,
  reads: v.array(v.tuple([stamp, countSchema])),
  events: v.array(v.tuple([stamp, v.nullable(countSchema), eventSchema])),
  flushes: v.array(v.tuple([stamp, countSchema])),
  paints: v.array(v.tuple([stamp, countSchema])),
});

interface StoredTraces {
  readonly traces: readonly Trace[];
  /**
   * Lines that are not a trace of this version: cut off when the process was killed, or written by a later release.
   * Recordings of bytes, which may be in the same file, are not counted.
   */
  readonly unreadableLines: number;
}

/**
 * Returns a trace as one line of JSON, including the line feed. Times are whole microseconds since `scheduledAt`,
 * so a trace does not reveal when it was made.
 *
 * Cost: O(n) in reads and events; about 70 bytes an event.
 *
 * @example
 * ```ts
 * const trace = traceRecorder({ id: "a", scheduledAt: instant(5) }).trace();
 * readTraces(writeTrace(trace)).traces[0]?.scheduledAt; // 0
 * ```
 */
export function writeTrace(trace: Trace): string {
  const us = (at: Instant) => Math.round((at - trace.scheduledAt) * 1000);
  const orNull = (at: Instant | undefined) => (at === undefined ? null : us(at));

  return `${JSON.stringify({
    v: VERSION,
    id: trace.id,
    provider: trace.provider,
    model: trace.model,
    pickedUpUs: orNull(trace.pickedUpAt),
    sentUs: orNull(trace.sentAt),
    headersUs: orNull(trace.headersAt),
    reads: trace.reads.map(({ at, sizeBytes }) => [us(at), sizeBytes]),
    events: trace.events.map(({ event: { at, seq: _seq, ...body }, read }) => [
      us(at),
      read ?? null,
      eventJson(body),
    ]),
    flushes: trace.flushes.map(({ at, lengthChars }) => [us(at), lengthChars]),
    paints: trace.paints.map(({ at, visibleChars }) => [us(at), visibleChars]),
  })}\n`;
}

/**
 * Reads the lines of {@link writeTrace}. Every trace begins at instant 0. Counts the lines that it cannot read.
 *
 * @example
 * ```ts
 * readTraces('{"v":1,"id":"cut o').unreadableLines; // 1
 * ```
 */
export function readTraces(text: string): StoredTraces {
  const traces: Trace[] = [];
  let unreadableLines = 0;
  for (const line of text.split("\n")) {
    if (line.trim() === "" || line.startsWith(RECORDING)) continue;
    const trace = readLine(line);
    if (trace === undefined) unreadableLines++;
    else traces.push(trace);
  }
  return { traces, unreadableLines };
}

function readLine(line: string): Trace | undefined {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), lineSchema), line);
  if (!parsed.success) return undefined;
  const { id, provider, model, pickedUpUs, sentUs, headersUs, ...lists } = parsed.output;
  return {
    id,
    provider,
    model,
    scheduledAt: ORIGIN,
    pickedUpAt: pickedUpUs,
    sentAt: sentUs,
    headersAt: headersUs,
    reads: lists.reads.map(([at, sizeBytes]) => ({ at, sizeBytes })),
    // A trace has all events of its stream, so an event's number is its index.
    events: lists.events.map(([at, read, body], seq) => ({
      event: { ...body, at, seq },
      read: read ?? undefined,
    })),
    flushes: lists.flushes.map(([at, lengthChars]) => ({ at, lengthChars })),
    paints: lists.paints.map(([at, visibleChars]) => ({ at, visibleChars })),
  };
}
