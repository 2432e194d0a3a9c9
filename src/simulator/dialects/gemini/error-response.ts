import type { HttpCall, ErrorResponse, FailedRequest } from "../dialect.ts";
import { decodedPath } from "../requests/decoded-path.ts";

/**
 * Returns an error before the answer in Google's format. The details have the retry delay; the error is in an array
 * if the answer would have been one.
 *
 * @see {@link https://github.com/googleapis/googleapis/blob/master/google/rpc/error_details.proto}
 */
export function geminiErrorResponse(
  status: number,
  message: string,
  { call, retryAfterMs }: FailedRequest,
): ErrorResponse {
  const { error } = googleError(status, message);
  const details =
    retryAfterMs === undefined
      ? undefined
      : [{ "@type": RETRY_INFO, retryDelay: `${retryAfterMs / 1000}s` }];
  const body = { error: { ...error, details } };
  return { body: isArray(call) ? [body] : body };
}

const RETRY_INFO = "type.googleapis.com/google.rpc.RetryInfo";

function isArray({ path, query }: HttpCall): boolean {
  return decodedPath(path).endsWith(":streamGenerateContent") && query.get("alt") !== "sse";
}

export function googleError(code: number, message: string) {
  const status = STATUSES[code] ?? (code < 500 ? "FAILED_PRECONDITION" : "UNKNOWN");
  return { error: { code, message, status } };
}

/** @see {@link https://github.com/googleapis/googleapis/blob/master/google/rpc/code.proto} */
const STATUSES: Readonly<Record<number, string>> = {
  400: "INVALID_ARGUMENT",
  401: "UNAUTHENTICATED",
  403: "PERMISSION_DENIED",
  404: "NOT_FOUND",
  409: "ABORTED",
  429: "RESOURCE_EXHAUSTED",
  499: "CANCELLED",
  500: "INTERNAL",
  501: "UNIMPLEMENTED",
  503: "UNAVAILABLE",
  504: "DEADLINE_EXCEEDED",
};
