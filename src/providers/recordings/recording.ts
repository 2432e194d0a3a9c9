import type { Instant } from "../../clock/index.ts";

/**
 * One HTTP request and its response, byte for byte, with the time of every read. It can be replayed through the current
 * decoder.
 *
 * It has no API keys: only harmless headers, no query of the URL, and secrets of the request are overwritten wherever
 * the server repeats them.
 */
export interface Recording {
  readonly provider: string;
  readonly model: string;
  /** From 1. */
  readonly attempt: number;
  readonly request: RecordedRequest;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** When the request was passed to the transport. */
  readonly sentAt: Instant;
  readonly headersAt: Instant;
  readonly reads: readonly RecordedRead[];
  readonly end: RecordedEnd;
}

/** The request, without API keys. */
export interface RecordedRequest {
  readonly method: string;
  /** Without user, password, query and fragment. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** `undefined` if it is not text or too large for a recording. */
  readonly body: string | undefined;
}

/** One read of the response's body. */
export interface RecordedRead {
  readonly at: Instant;
  readonly bytes: Uint8Array;
}

/** How the body ended. */
export type RecordedEnd =
  /** It ended cleanly, or with the provider's last message. */
  | { readonly kind: "complete"; readonly at: Instant }
  /** The reader stopped. */
  | { readonly kind: "left"; readonly at: Instant }
  /** The connection broke; `cause` is the platform's message. */
  | { readonly kind: "broken"; readonly at: Instant; readonly cause: string }
  /** The recording stopped at the limit, and the body continued. */
  | { readonly kind: "too-large"; readonly at: Instant; readonly limitBytes: number };
