import { elapsedMs, instantAfter, systemClock } from "../../src/clock/index.ts";

/** Prints the progress of a set-up program. */
export interface Progress {
  /** Runs `work`, and prints that it is running and how long it took. */
  step<T>(what: string, work: () => Promise<T>): Promise<T>;
  /** Prints one line. */
  say(line: string): void;
}

/**
 * Writes to a terminal or a log. On a terminal the line of the current step counts the seconds; in a
 * log it is written when the step begins and finished when it ends.
 */
export function terminalProgress(out: NodeJS.WriteStream = process.stderr): Progress {
  const clock = systemClock();

  return {
    say: (line) => void out.write(`${line}\n`),

    async step(what, work) {
      const startedAt = clock.now();
      const seconds = () => (elapsedMs(startedAt, clock.now()) / 1000).toFixed(1);
      let stopCounting = (): void => undefined;
      const count = () => {
        if (!out.isTTY) return;
        out.write(`\r  ${what} … ${seconds()} s`);
        stopCounting = clock.callAt(instantAfter(clock.now(), 100), count);
      };

      if (!out.isTTY) out.write(`  ${what} …`);
      count();
      try {
        const result = await work();
        out.write(out.isTTY ? `\r✓ ${what}   ${seconds()} s\u001B[K\n` : ` ${seconds()} s\n`);
        return result;
      } catch (error) {
        out.write(out.isTTY ? `\r✗ ${what}\u001B[K\n` : " failed\n");
        throw error;
      } finally {
        stopCounting();
      }
    },
  };
}
