import { POSITIVE_OR_INFINITE, requireNumbers } from "../stats/index.ts";
import { elapsedMs, type Instant, instantAfter } from "../clock/index.ts";
import { StreamError } from "../events/index.ts";

/** Limits for the duration of a stream, in milliseconds. `Infinity` means no limit. */
export interface Deadlines {
  /**
   * From the start of an attempt to its first token; headers, pings and empty deltas are none.
   *
   * @defaultValue `60000`: reasoning models behind a queue can take most of a minute.
   */
  readonly firstTokenMs?: number | undefined;
  /**
   * Between two tokens. Keep-alives do not count.
   *
   * @defaultValue `30000`
   */
  readonly idleMs?: number | undefined;
  /**
   * From the start of the stream to its end, including retries.
   *
   * @defaultValue `600000`
   */
  readonly totalMs?: number | undefined;
}

/** Minimum time to end a complete answer. Providers wait a second for its rest, and must not be cut off in it. */
const END_WITHIN_MS = 1_500;

/** Computes which deadline is next. Sets no timers. */
export interface DeadlineWatch {
  attemptStarted(at: Instant): void;
  progressed(at: Instant): void;
  /** The answer is complete, but its body has not ended. Only the total counts until there is progress again. */
  finished(at: Instant): void;
  /** Between attempts only the total counts. */
  attemptEnded(): void;
  /** When the next deadline expires; `undefined` if none does. */
  readonly next: Instant | undefined;
  /** The deadline that has expired at `at`; `undefined` if none has. */
  exceeded(at: Instant): StreamError | undefined;
}

/** Returns a watch over one stream. @throws {RangeError} When a deadline is not positive. */
export function deadlineWatch(deadlines: Deadlines, startedAt: Instant): DeadlineWatch {
  const { firstTokenMs = 60_000, idleMs = 30_000, totalMs = 600_000 } = deadlines;
  requireNumbers("watch deadlines", { firstTokenMs, idleMs, totalMs }, POSITIVE_OR_INFINITE);
  let attempt: { readonly since: Instant; readonly name: "first-token" | "idle" } | undefined;
  let finishedAt: Instant | undefined;

  const running = () => {
    const total = { name: "total", since: startedAt, ms: totalMs } as const;
    if (finishedAt !== undefined) {
      const toEndMs = elapsedMs(startedAt, finishedAt) + END_WITHIN_MS;
      return [{ ...total, ms: Math.max(totalMs, toEndMs) }];
    }
    if (attempt === undefined) return [total];
    const { since, name } = attempt;
    return [total, { name, since, ms: name === "idle" ? idleMs : firstTokenMs }] as const;
  };

  return {
    attemptStarted(at) {
      attempt = { since: at, name: "first-token" };
    },
    progressed(at) {
      if (attempt !== undefined) attempt = { since: at, name: "idle" };
      finishedAt = undefined;
    },
    finished(at) {
      finishedAt = at;
    },
    attemptEnded() {
      attempt = undefined;
      finishedAt = undefined;
    },
    get next() {
      const finite = running().filter(({ ms }) => Number.isFinite(ms));
      const dueAt = finite.map(({ since, ms }) => instantAfter(since, ms));
      return dueAt.length === 0 ? undefined : dueAt.reduce((a, b) => (b < a ? b : a));
    },
    exceeded(at) {
      const late = running().find(({ since, ms }) => elapsedMs(since, at) >= ms);
      if (late === undefined) return undefined;
      return new StreamError({
        code: "deadline-exceeded",
        deadline: late.name,
        deadlineMs: late.name === "total" ? totalMs : late.ms,
      });
    },
  };
}
