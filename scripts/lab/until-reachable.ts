import { elapsedMs, sleep, systemClock } from "../../src/clock/index.ts";
import { SetUpError } from "./set-up-error.ts";

const PAUSE_MS = 100;

export interface ReachableOptions {
  /** The server's name in messages. */
  readonly what: string;
  readonly timeoutMs: number;
  /** Resolves when the server has ended, which ends the wait. */
  readonly ended: Promise<number>;
}

/**
 * Waits until `url` is answered with success.
 *
 * @throws {SetUpError} When the server ends before that, or the time is over.
 */
export async function untilReachable(
  url: string,
  { what, timeoutMs, ended }: ReachableOptions,
): Promise<void> {
  const clock = systemClock();
  const startedAt = clock.now();
  let status: number | undefined;
  void ended.then((result) => (status = result));

  while (elapsedMs(startedAt, clock.now()) < timeoutMs) {
    if (status !== undefined) {
      throw new SetUpError(`Cannot start ${what} as it ended with status ${status}`);
    }
    const response = await fetch(url).catch(() => undefined);
    await response?.body?.cancel();
    if (response?.ok === true) return;
    await sleep(clock, PAUSE_MS);
  }
  throw new SetUpError(`Cannot start ${what} as it did not answer within ${timeoutMs} ms`);
}
