import type { StreamFailure } from "../events/index.ts";
import { integerFrom, type Random, requireNumbers } from "../stats/index.ts";

/** When to try again. Only before the first token: after it, something was shown. */
export interface RetryPolicy {
  /**
   * How many attempts in all, at least 1.
   *
   * @defaultValue `3`
   */
  readonly attempts?: number;
  /**
   * The longest back-off before the second attempt, in milliseconds; it doubles with each attempt.
   *
   * @defaultValue `500`
   */
  readonly baseMs?: number;
  /**
   * The longest wait before any attempt, in milliseconds. Where a provider asks for more, the stream
   * fails at once instead.
   *
   * @defaultValue `20000`
   */
  readonly longestMs?: number;
}

/**
 * How long to wait before the next attempt, or `undefined` if there must be none.
 *
 * Exponential back-off with full jitter, unless the provider gives a delay: then exactly that, including 0.
 * See {@link isTransient} for what is retried at all.
 *
 * @param failure What went wrong with attempt number `attempt`, from 1.
 * @throws {RangeError} When the policy's numbers are out of range.
 *
 * @see M. Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015.
 *
 * @example
 * ```ts
 * const failure = { code: "http-status", status: 429, detail: undefined, type: undefined, retryAfterMs: 300 } as const;
 * retryDelayMs({ failure, attempt: 1 }, {}, seededRandom(1)); // 300
 * retryDelayMs({ failure, attempt: 3 }, {}, seededRandom(1)); // undefined
 * ```
 */
export function retryDelayMs(
  { failure, attempt }: { readonly failure: StreamFailure; readonly attempt: number },
  { attempts = 3, baseMs = 500, longestMs = 20_000 }: RetryPolicy,
  random: Random,
): number | undefined {
  requireNumbers("retry", { attempts }, integerFrom(1));
  if (attempt >= attempts || !isTransient(failure)) return undefined;

  const asked = "retryAfterMs" in failure ? failure.retryAfterMs : undefined;
  if (asked !== undefined) return asked <= longestMs ? asked : undefined;
  return random() * Math.min(longestMs, baseMs * 2 ** (attempt - 1));
}

/**
 * Whether the same request may succeed next time. Obeys the provider's `x-should-retry`.
 *
 * An error inside a stream is judged like its HTTP twin: by the status in the error object, else by the error's
 * type. A type that is not known to be permanent is retried, as it is more often a hiccup than a refusal. An
 * exhausted quota is permanent even if it comes as a 429.
 *
 * @example
 * ```ts
 * isTransient({ code: "provider-error", detail: "Bad key", type: "authentication_error" }); // false
 * isTransient({ code: "provider-error", detail: "Try later", type: "overloaded_error" }); // true
 * ```
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
 * Parts of the error types for a request that would be refused again: those of HTTP 400, 401, 403, 404, 413 and 422
 * with OpenAI, Anthropic, Gemini, Bedrock, vLLM, SGLang and llama.cpp.
 */
const REFUSED = [
  "badrequest",
  "invalid",
  "validation",
  "unprocessable",
  "failedprecondition",
  "authentication",
  "unauthenticated",
  "unauthorized",
  "permission",
  "accessdenied",
  "forbidden",
  "notfound",
  "notsupported",
  "unsupported",
  "toolarge",
  "contextlength",
  "contextsize",
  "contentfilter",
  "contentpolicy",
  "servicequotaexceeded",
];

/** Providers write one type as `BadRequestError`, `bad_request_error` and `BAD_REQUEST`. */
function lettersOf(type = ""): string {
  return type.toLowerCase().replaceAll(/[^a-z]/gu, "");
}
