import type { StreamFailure } from "../events/index.ts";
import type { Random } from "../stats/index.ts";

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
 * How long to wait before the next attempt, or `undefined` where there is to be none.
 *
 * Exponential back-off with full jitter, unless the provider says how long: then exactly that long,
 * also when it says 0. Refusals that would be refused again (400, 401, 404, …) are not tried again.
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
  requireAttempts(attempts);
  if (attempt >= attempts || !isTransient(failure)) return undefined;

  const asked = failure.code === "http-status" ? failure.retryAfterMs : undefined;
  if (asked !== undefined) return asked <= longestMs ? asked : undefined;
  return random() * Math.min(longestMs, baseMs * 2 ** (attempt - 1));
}

function requireAttempts(attempts: number): void {
  if (Number.isSafeInteger(attempts) && attempts >= 1) return;
  throw new RangeError(
    `Cannot retry as attempts must be a whole number from 1: current value is ${attempts}`,
  );
}

/** Whether the same request may well succeed next time. */
function isTransient(failure: StreamFailure): boolean {
  switch (failure.code) {
    case "http-status":
      return [408, 409, 429].includes(failure.status) || failure.status >= 500;
    case "connection-failed":
    case "connection-lost":
    case "provider-error":
      return true;
    case "deadline-exceeded":
      return failure.deadline === "first-token";
    case "malformed-payload":
    case "wrong-content-type":
    case "too-large":
    case "unexpected":
      return false;
  }
}
