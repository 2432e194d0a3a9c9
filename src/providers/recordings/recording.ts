import type { Instant } from "../../clock/index.ts";

/**
 * One exchange over HTTP as it was on the wire: what was asked, and the answer byte for byte with the time
 * of every read. It can be played again, through the decoder of today.
 *
 * It holds no keys: of headers only those that are known to be harmless, of the URL no query, and what
 * was secret in the request is overwritten wherever the server repeats it.
 */
export interface Recording {
  readonly provider: string;
  readonly model: string;
  /** From 1. */
  readonly attempt: number;
  readonly request: RecordedRequest;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** When the request was handed to the transport. */
  readonly sentAt: Instant;
  readonly headersAt: Instant;
  readonly reads: readonly RecordedRead[];
  readonly end: RecordedEnd;
}

/** What was asked, without keys. */
export interface RecordedRequest {
  readonly method: string;
  /** Without user, password, query and fragment. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** `undefined` where it is not text, or larger than a recording may hold. */
  readonly body: string | undefined;
}

/** One read of the answer's body. */
export interface RecordedRead {
  readonly at: Instant;
  readonly bytes: Uint8Array;
}

/** How the body ended. */
export type RecordedEnd =
  /** It ended cleanly, or with the provider's sign that nothing more comes. */
  | { readonly kind: "complete"; readonly at: Instant }
  /** Whoever read it stopped reading. */
  | { readonly kind: "left"; readonly at: Instant }
  /** The connection broke; `cause` is the platform's word. */
  | { readonly kind: "broken"; readonly at: Instant; readonly cause: string }
  /** It went on, and the recording did not. */
  | { readonly kind: "too-large"; readonly at: Instant; readonly limitBytes: number };
