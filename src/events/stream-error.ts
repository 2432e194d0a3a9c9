import { messageOf } from "./message-of.ts";

/** What went wrong, with one shape for each cause. `code` is stable across releases; messages are not. */
export type StreamFailure =
  | {
      readonly code: "http-status";
      readonly status: number;
      /** The provider's message, without keys; at most 500 characters. */
      readonly detail: string | undefined;
      /** The provider's error type, such as `rate_limit_error`; `undefined` if it sent none. */
      readonly type: string | undefined;
      /** The provider's retry delay. 0 is a valid delay; `undefined` means that it sent none. */
      readonly retryAfterMs: number | undefined;
      /** The provider's `x-should-retry` header; `undefined` if it sent none. */
      readonly shouldRetry?: boolean | undefined;
    }
  /** The server could not be reached, or closed the connection before it answered. `cause` is the platform's message. */
  | { readonly code: "connection-failed"; readonly url: string; readonly cause: string }
  /** The connection broke in the middle of an answer. */
  | { readonly code: "connection-lost"; readonly receivedBytes: number; readonly cause: string }
  | { readonly code: "malformed-payload"; readonly payload: string }
  /**
   * A binary frame that contradicts its checksum or its own lengths, or bytes in a message that are not base64.
   * `problem` is Millrace's description.
   */
  | { readonly code: "malformed-frame"; readonly problem: string }
  /** The answer is not a stream of the requested kind. */
  | { readonly code: "wrong-content-type"; readonly contentType: string | undefined }
  /** The provider reported an error inside the stream, after a status of 200. */
  | {
      readonly code: "provider-error";
      readonly detail: string;
      readonly type: string | undefined;
      /** The HTTP status that the error object carries, from 400 to 599; `undefined` if it carries none. */
      readonly status?: number | undefined;
      /** The delay in the error object; `undefined` if it has none. */
      readonly retryAfterMs?: number | undefined;
    }
  /** The answer ended cleanly without any output and without a finish reason. */
  | { readonly code: "empty-answer" }
  | {
      readonly code: "deadline-exceeded";
      readonly deadline: "first-token" | "idle" | "total";
      readonly deadlineMs: number;
    }
  /** A message exceeds the limit on memory: a binary frame in bytes, a message of text in UTF-16 code units. */
  | { readonly code: "too-large"; readonly limitBytes: number }
  | { readonly code: "too-large"; readonly limitChars: number }
  /** Millrace's or the caller's code threw. */
  | { readonly code: "unexpected"; readonly detail: string };

const NAME = "StreamError";

/**
 * The error for everything that can go wrong outside; its `failure` has the data to act on.
 *
 * A notebook may have several copies of this package (kernel, extension, page), so recognize it with
 * {@link isStreamError}, never with `instanceof`.
 *
 * @example
 * ```ts
 * const error = new StreamError({ code: "connection-lost", receivedBytes: 12, cause: "ECONNRESET" });
 * error.message; // "Connection lost after 12 bytes: ECONNRESET"
 * ```
 */
export class StreamError extends Error {
  override readonly name = NAME;
  readonly failure: StreamFailure;

  constructor(failure: StreamFailure, options?: ErrorOptions) {
    super(describeFailure(failure), options);
    this.failure = failure;
  }
}

/**
 * Whether `error` is a {@link StreamError}, of this copy of the package or another.
 *
 * @example
 * ```ts
 * isStreamError(new Error("no")); // false
 * ```
 */
export function isStreamError(error: unknown): error is StreamError {
  return (
    error instanceof Error &&
    error.name === NAME &&
    "failure" in error &&
    typeof error.failure === "object" &&
    error.failure !== null &&
    "code" in error.failure
  );
}

/**
 * Returns the failure of a {@link StreamError}; `unexpected` for any other thrown value.
 *
 * @example
 * ```ts
 * failureOf(new Error("no")).code; // "unexpected"
 * ```
 */
export function failureOf(error: unknown): StreamFailure {
  if (isStreamError(error)) return error.failure;
  return { code: "unexpected", detail: messageOf(error) };
}

/**
 * Returns a failure as one line of text.
 *
 * @example
 * ```ts
 * describeFailure({ code: "deadline-exceeded", deadline: "idle", deadlineMs: 500 });
 * // "No progress within the idle deadline of 500 ms"
 * ```
 */
export function describeFailure(failure: StreamFailure): string {
  switch (failure.code) {
    case "http-status":
      return `The provider answered ${failure.status}${failure.detail ? `: ${failure.detail}` : ""}`;
    case "connection-failed":
      return `Cannot connect to "${failure.url}": ${failure.cause}`;
    case "connection-lost":
      return `Connection lost after ${failure.receivedBytes} bytes: ${failure.cause}`;
    case "malformed-payload":
      return `The provider sent invalid JSON: "${failure.payload}"`;
    case "malformed-frame":
      return `The provider sent a broken frame: ${failure.problem}`;
    case "wrong-content-type":
      return `The provider answered with "${failure.contentType ?? "no content type"}" instead of a stream`;
    case "provider-error":
      return `The provider reported an error in the stream: ${failure.detail}`;
    case "empty-answer":
      return "The provider ended the answer without any output";
    case "deadline-exceeded":
      return `No progress within the ${failure.deadline} deadline of ${failure.deadlineMs} ms`;
    case "too-large":
      return `A message exceeds the limit of ${
        "limitBytes" in failure ? `${failure.limitBytes} bytes` : `${failure.limitChars} characters`
      }`;
    case "unexpected":
      return failure.detail;
  }
}
