import * as v from "valibot";

import { decodeBase64, encodeBase64 } from "../../events/index.ts";
import { instant, type Instant, instantAfter } from "../../clock/index.ts";
import type { Recording } from "./recording.ts";

const VERSION = 1;
const ORIGIN = instant(0);

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const stamp = v.pipe(
  v.number(),
  v.safeInteger(),
  v.transform((us) => instantAfter(ORIGIN, us / 1000)),
);
const texts = v.record(v.string(), v.string());
const bytes = v.pipe(
  v.string(),
  v.base64(),
  v.transform((encoded) => decodeBase64(encoded)),
);
const lineSchema = v.object({
  recording: v.literal(VERSION),
  provider: v.string(),
  model: v.string(),
  attempt: count,
  request: v.object({
    method: v.string(),
    url: v.string(),
    headers: texts,
    body: v.nullable(v.string()),
  }),
  status: v.pipe(count, v.minValue(200), v.maxValue(599)),
  headers: texts,
  headersUs: stamp,
  reads: v.array(v.tuple([stamp, bytes])),
  end: v.variant("kind", [
    v.object({ kind: v.picklist(["complete", "left"]), us: stamp }),
    v.object({ kind: v.literal("broken"), us: stamp, cause: v.string() }),
    v.object({ kind: v.literal("too-large"), us: stamp, limitBytes: count }),
  ]),
});

/** The result of {@link readRecordings}. */
export interface StoredRecordings {
  readonly recordings: readonly Recording[];
  /** The number of recordings that are truncated or of a later version. Lines with traces are not counted. */
  readonly unreadableLines: number;
}

/**
 * Writes a recording as one line of JSON, including the line feed. Times are whole microseconds since the request was
 * sent; the bytes of a read are in base64.
 *
 * Cost: O(bytes); 4 bytes for 3, and about 15 per read.
 *
 * @example
 * ```ts
 * const line =
 *   '{"recording":1,"provider":"p","model":"m","attempt":1,"request":{"method":"GET","url":"http://a/",' +
 *   '"headers":{},"body":null},"status":200,"headers":{},"headersUs":5,"reads":[[7,"SGk="]],' +
 *   '"end":{"kind":"complete","us":9}}\n';
 * const [recording] = readRecordings(line).recordings;
 * recording && writeRecording(recording) === line; // true
 * ```
 */
export function writeRecording(recording: Recording): string {
  const { sentAt, request, end } = recording;
  const us = (at: Instant) => Math.round((at - sentAt) * 1000);
  const { at, ...ending } = end;

  return `${JSON.stringify({
    recording: VERSION,
    provider: recording.provider,
    model: recording.model,
    attempt: recording.attempt,
    request: { ...request, body: request.body ?? null },
    status: recording.status,
    headers: recording.headers,
    headersUs: us(recording.headersAt),
    reads: recording.reads.map((read) => [us(read.at), encodeBase64(read.bytes)]),
    end: { ...ending, us: us(at) },
  })}\n`;
}

/**
 * Reads the output of {@link writeRecording}, one recording per line. Every recording was sent at instant 0. Traces in
 * the same file are skipped; `readTraces` reads them.
 *
 * @example
 * ```ts
 * readRecordings('{"recording":1,"provider":"cut o').unreadableLines; // 1
 * ```
 */
export function readRecordings(text: string): StoredRecordings {
  const recordings: Recording[] = [];
  let unreadableLines = 0;
  for (const line of text.split("\n")) {
    if (!line.startsWith('{"recording":')) continue;
    const recording = readLine(line);
    if (recording === undefined) unreadableLines++;
    else recordings.push(recording);
  }
  return { recordings, unreadableLines };
}

function readLine(line: string): Recording | undefined {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), lineSchema), line);
  if (!parsed.success) return undefined;
  const { recording: _version, request, headersUs, reads, end, ...rest } = parsed.output;
  const { us, ...ending } = end;
  return {
    ...rest,
    request: { ...request, body: request.body ?? undefined },
    sentAt: ORIGIN,
    headersAt: headersUs,
    reads: reads.map(([at, content]) => ({ at, bytes: content })),
    end: { ...ending, at: us },
  };
}
