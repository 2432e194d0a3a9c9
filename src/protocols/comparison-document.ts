import type { StreamDocument } from "./stream-document.ts";

/** The MIME type of a {@link ComparisonDocument} in a notebook's output. */
export const COMPARISON_MIME_TYPE = "application/vnd.millrace.comparison.v1+json";

/** One of the compared streams. */
export interface ComparisonArm {
  /** Unique within the comparison. */
  readonly name: string;
  /** Updated over the comm like a stream with its own display. */
  readonly stream: StreamDocument;
}

/**
 * Streams that started at the same moment, as a notebook stores them. Two to four; plain JSON, read like a
 * {@link StreamDocument}.
 */
export interface ComparisonDocument {
  readonly v: 1;
  readonly title: string | undefined;
  /** What all of them were asked; `undefined` if it is not known or a recording is replayed. */
  readonly prompt: string | undefined;
  readonly arms: readonly ComparisonArm[];
}
