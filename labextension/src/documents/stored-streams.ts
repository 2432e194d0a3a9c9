import { JSONExt, type JSONObject } from "@lumino/coreutils";
import {
  COMPARISON_MIME_TYPE,
  comparisonBundle,
  documentOf,
  type MimeBundle,
  readComparisonBundle,
  readStreamBundle,
  receivedFrom,
  type ReceivedStream,
  STREAM_MIME_TYPE,
  streamBundle,
  type StreamDocument,
} from "millrace/protocols";

import { newestStream } from "../kernel/newest-stream.ts";

/** The streams that an output of a document stores. */
export interface StoredStreams {
  readonly streams: readonly StreamDocument[];
  /** Returns the output's data with other states of the same streams. */
  bundle(streams: readonly StreamDocument[]): MimeBundle;
}

/** Returns whether an output can store streams, without reading them. */
export function mayStoreStreams(data: object): boolean {
  return STREAM_MIME_TYPE in data || COMPARISON_MIME_TYPE in data;
}

/** Reads the streams of an output; `undefined` if it has none. */
export function storedStreams(data: object): StoredStreams | undefined {
  const comparison = readComparisonBundle(data);
  if (comparison !== undefined) {
    const { arms } = comparison;
    return {
      streams: arms.map(({ stream }) => stream),
      bundle: (streams) =>
        comparisonBundle({
          ...comparison,
          arms: arms.map((arm, index) => ({ ...arm, stream: streams[index] ?? arm.stream })),
        }),
    };
  }
  const stream = readStreamBundle(data);
  if (stream === undefined) return undefined;
  return { streams: [stream], bundle: ([newest = stream]) => streamBundle(newest) };
}

/**
 * Returns the output's data with the newest state of each stream; `undefined` if it has that already, so that a document
 * that was only opened stays unchanged.
 */
export function updatedData(
  data: object,
  received: (stream: StreamDocument) => ReceivedStream | undefined,
): MimeBundle | undefined {
  const stored = storedStreams(data);
  if (stored === undefined) return undefined;
  let hasChanged = false;
  const newest = stored.streams.map((stream) => {
    const newer = documentOf(newestStream(receivedFrom(stream), received(stream)));
    if (isSame(stream, newer)) return stream;
    hasChanged = true;
    return newer;
  });
  return hasChanged ? stored.bundle(newest) : undefined;
}

/** A kernel that is asked again numbers the same state differently. */
function isSame(a: StreamDocument, b: StreamDocument): boolean {
  return a.text === b.text && JSONExt.deepEqual(asJson({ ...a, seq: 0 }), asJson({ ...b, seq: 0 }));
}

/** Returns a value as it will be in the file: without the fields that are `undefined`. */
export function asJson(value: object): JSONObject {
  return JSON.parse(JSON.stringify(value));
}
