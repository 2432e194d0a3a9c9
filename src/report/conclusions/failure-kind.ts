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

type Answer = Pick<RequestRecord, "end" | "lengthChars" | "besidesText">;

/** Whether there is no text, tool call or audio. Reasoning alone is not an answer. */
function isEmpty({ end, lengthChars, besidesText }: Answer): boolean {
  if (lengthChars > 0 || end.kind === "tool-calls") return false;
  return besidesText === undefined || besidesText.toolCalls + besidesText.audioBytes === 0;
}

export function hasFailed(request: Answer): boolean {
  return failureKind(request) !== undefined;
}

export interface FailureCount {
  /** As in `503`, `cut` or `empty`. */
  readonly kind: string;
  readonly count: number;
}

/** Counts failures by kind, most frequent first. */
export function countFailures(requests: readonly Answer[]): readonly FailureCount[] {
  return mostFrequent(requests.map((request) => ({ kind: failureKind(request), count: 1 })));
}

/** Adds up counts of the same kind, most frequent first. */
export function mostFrequent(
  counts: readonly { readonly kind: string | undefined; readonly count: number }[],
): readonly FailureCount[] {
  const sums = new Map<string, number>();
  for (const { kind, count } of counts) {
    if (kind !== undefined) sums.set(kind, (sums.get(kind) ?? 0) + count);
  }
  return [...sums].map(([kind, count]) => ({ kind, count })).toSorted((a, b) => b.count - a.count);
}

function kindOf(failure: StreamFailure): string {
  if (failure.code === "http-status") return String(failure.status);
  if (failure.code === "provider-error") return failure.type ?? "error in the stream";
  return KINDS[failure.code];
}

const KINDS: Readonly<
  Record<Exclude<StreamFailure["code"], "http-status" | "provider-error">, string>
> = {
  "connection-failed": "no connection",
  "connection-lost": "cut",
  "deadline-exceeded": "timeout",
  "empty-answer": "empty",
  "malformed-payload": "malformed",
  "malformed-frame": "malformed",
  "wrong-content-type": "not a stream",
  "too-large": "too large",
  unexpected: "unexpected error",
};
