import type { Refusal } from "../dialect.ts";

/** An error in Google's shape, before the answer. */
export function geminiRefusal(status: number, message: string): Refusal {
  return { body: googleError(status, message) };
}

/** An error in the shape of `google.rpc.Status`. */
export function googleError(code: number, message: string): object {
  return { error: { code, message, status: statusOf(code) } };
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

function statusOf(code: number): string {
  return STATUSES[code] ?? (code < 500 ? "FAILED_PRECONDITION" : "UNKNOWN");
}
