import { messageOf, rootCauseOf, StreamError } from "../../events/index.ts";
import type { ReadAhead } from "../../wire/index.ts";

/** A response whose body is being read. */
export interface OpenResponse {
  readonly body: ReadAhead;
  readonly headers: Headers;
  /** Whether its content type is an expected one. Only a hint, as servers set wrong ones. */
  readonly isLabelled: boolean;
  /** API keys, to be removed from messages of the server and the platform. */
  readonly secrets: readonly string[];
}

/** The failure of a response with an unexpected content type. */
export function wrongContentType(headers: Headers): StreamError {
  const contentType = headers.get("content-type") ?? undefined;
  return new StreamError({ code: "wrong-content-type", contentType });
}

/** The failure of a response that broke off. */
export function connectionLost(receivedBytes: number, error: unknown): StreamError {
  const cause = messageOf(rootCauseOf(error));
  return new StreamError({ code: "connection-lost", receivedBytes, cause }, { cause: error });
}
