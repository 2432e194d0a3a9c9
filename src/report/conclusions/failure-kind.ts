import type { RequestRecord } from "../../bench/index.ts";
import type { StreamFailure } from "../../events/index.ts";

/**
 * Returns the kind of failure of a request, such as `503`, `timeout`, `truncated` or `empty`; `undefined` if it was
 * answered.
 *
 * An answer that ends normally but has no text, audio or tool call is `empty`: however fast, the user got nothing.
 */
export function failureKind(request: Answer): string | undefined {
  const { end } = request;
  switch (end.kind) {
    case "failed":
      return kindOf(end.failure);
    case "truncated":
      return "truncated";
    case "content-filter":
      return isEmpty(request) ? "withheld" : undefined;
    default:
      return isEmpty(request) ? "empty" : undefined;
  }
}

/** The fields that show whether there was an answer. */
type Answer = Pick<RequestRecord, "end" | "lengthChars" | "besidesText">;

/** Whether there is no text, tool call or audio. Reasoning alone is not an answer. */
function isEmpty({ end, lengthChars, besidesText }: Answer): boolean {
  if (lengthChars > 0 || end.kind === "tool-calls") return false;
  return besidesText === undefined || besidesText.toolCalls + besidesText.audioBytes === 0;
}

/** Whether a request has no complete answer. */
export function hasFailed(request: Answer): boolean {
  return failureKind(request) !== undefined;
}

/** Number of failures of one kind. */
export interface FailureCount {
  /** As in `503`, `cut` or `empty`. */
  readonly kind: string;
  readonly count: number;
}

/** Counts failures by kind, most frequent first. */
export function countFailures(requests: readonly Answer[]): readonly FailureCount[] {
  const counts = new Map<string, number>();
  for (const request of requests) {
    const kind = failureKind(request);
    if (kind !== undefined) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return [...counts]
    .map(([kind, count]) => ({ kind, count }))
    .toSorted((a, b) => b.count - a.count);
}

function kindOf(failure: StreamFailure): string {
  switch (failure.code) {
    case "http-status":
      return String(failure.status);
    case "connection-failed":
      return "no connection";
    case "connection-lost":
      return "cut";
    case "deadline-exceeded":
      return "timeout";
    case "provider-error":
      return failure.type ?? "error in the stream";
    case "empty-answer":
      return "empty";
    case "malformed-payload":
    case "malformed-frame":
      return "malformed";
    case "wrong-content-type":
      return "not a stream";
    case "too-large":
      return "too large";
    case "unexpected":
      return "unexpected error";
  }
}
