import type { StreamFailure } from "../events/index.ts";
import { integerFrom, numberFrom, type Random, requireNumbers } from "../stats/index.ts";

/** When to retry. Only before the first token, because output that was shown cannot be taken back. */
export interface RetryPolicy {
  /**
   * Total number of attempts, at least 1.
   *
   * @defaultValue `3`
   */
  readonly attempts?: number | undefined;
  /**
   * Maximum back-off before the second attempt, in milliseconds. It doubles with each attempt.
   *
   * @defaultValue `500`
   */
  readonly baseMs?: number | undefined;
  /**
   * Maximum wait before any attempt, in milliseconds. If a provider requests a longer one, the stream fails without
   * waiting.
   *
   * @defaultValue `20000`
   */
  readonly longestMs?: number | undefined;
}

/** Returns a policy with its defaults. @throws {RangeError} When one of its numbers is out of range. */
export function checkedRetryPolicy({
  attempts = 3,
  baseMs = 500,
  longestMs = 20_000,
}: RetryPolicy): Readonly<Record<keyof RetryPolicy, number>> {
  requireNumbers("retry", { attempts }, integerFrom(1));
  requireNumbers("retry", { baseMs, longestMs }, numberFrom(0, Infinity));
  return { attempts, baseMs, longestMs };
}

/**
 * Returns how long to wait before the next attempt, in milliseconds; `undefined` if there must be none.
 *
 * Exponential back-off with full jitter, unless the provider gives a delay: then exactly that, including 0.
 * Only failures that are {@link isTransient} are retried.
 *
 * @param failure Why attempt number `attempt`, from 1, failed.
 * @see M. Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015.
 */
export function retryDelayMs(
  { failure, attempt }: { readonly failure: StreamFailure; readonly attempt: number },
  policy: RetryPolicy,
  random: Random,
): number | undefined {
  const { attempts, baseMs, longestMs } = checkedRetryPolicy(policy);
  if (attempt >= attempts || !isTransient(failure)) return undefined;

  const delayMs = "retryAfterMs" in failure ? failure.retryAfterMs : undefined;
  if (delayMs !== undefined) return delayMs <= longestMs ? delayMs : undefined;
  return random() * Math.min(longestMs, baseMs * 2 ** (attempt - 1));
}

/**
 * Whether the same request may succeed next time. Follows the provider's `x-should-retry`.
 *
 * An error inside a stream is treated like the same error over HTTP: by the status in the error object, or else by the
 * error's type. An unknown type is retried, because it is more often temporary than permanent. An exhausted quota is
 * permanent even if its status is 429.
 */
export function isTransient(failure: StreamFailure): boolean {
  switch (failure.code) {
    case "http-status":
      return failure.shouldRetry ?? (isTransientStatus(failure.status) && !isOutOfQuota(failure));
    case "provider-error":
      if (failure.status === undefined) return !isPermanentType(failure.type);
      return isTransientStatus(failure.status) && !isOutOfQuota(failure);
    case "connection-failed":
    case "connection-lost":
    case "empty-answer":
      return true;
    case "deadline-exceeded":
      return failure.deadline === "first-token";
    case "malformed-payload":
    case "malformed-frame":
    case "wrong-content-type":
    case "too-large":
    case "unexpected":
      return false;
  }
}

function isTransientStatus(status: number): boolean {
  return [408, 409, 429].includes(status) || status >= 500;
}

function isOutOfQuota({ type }: { readonly type: string | undefined }): boolean {
  return OUT_OF_QUOTA.some((part) => lettersOf(type).includes(part));
}

function isPermanentType(type: string | undefined): boolean {
  return [...OUT_OF_QUOTA, ...REFUSED].some((part) => lettersOf(type).includes(part));
}

/** `insufficient_quota` (OpenAI), `billing_error` (Anthropic), `exceeded_current_quota_error` (Moonshot). */
const OUT_OF_QUOTA = ["insufficient", "billing", "exceededcurrentquota"];

/**
 * Parts of the error types for a request that would fail again: those of HTTP 400, 401, 403, 404, 413 and 422
 * with OpenAI, Anthropic, Gemini, Bedrock, vLLM, SGLang and llama.cpp.
 */
const REFUSED = [
  "badrequest invalid validation unprocessable failedprecondition authentication",
  "unauthenticated unauthorized permission accessdenied forbidden notfound notsupported",
  "unsupported toolarge contextlength contextsize contentfilter contentpolicy",
  "servicequotaexceeded",
].flatMap((line) => line.split(" "));

/** Providers spell one type as `BadRequestError`, `bad_request_error` and `BAD_REQUEST`. */
function lettersOf(type = ""): string {
  return type.toLowerCase().replaceAll(/[^a-z]/gu, "");
}
