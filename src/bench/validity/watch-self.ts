import type { Clock } from "../../clock/index.ts";
import { watchCpu } from "./cpu-share.ts";
import { measureHiccups, watchLoopLag } from "./loop-lag.ts";
import type { SelfObservation } from "./self-observation.ts";

type Seen = Pick<SelfObservation, "hiccupsMs" | "loopLagMs" | "cpu">;

/** Watches this thread, before a run and during it. */
export interface SelfWatch {
  /** Watches the machine while nothing is asked of it; not at all when `forMs` is 0. */
  idle(forMs: number): Promise<void>;
  /** From here on requests are made that count. */
  start(): void;
  /** Ends the watch and returns what was seen; may be called again. */
  stop(): Seen;
}

/** A watch that has seen nothing yet. */
export function selfWatch(clock: Clock): SelfWatch {
  let hiccupsMs: Seen["hiccupsMs"];
  let stopLoop: (() => readonly number[]) | undefined;
  let readCpu: ReturnType<typeof watchCpu> | undefined;
  let seen: Seen | undefined;

  return {
    async idle(forMs) {
      if (forMs > 0) hiccupsMs = await measureHiccups(clock, forMs);
    },
    start() {
      stopLoop = watchLoopLag(clock).stop;
      readCpu = watchCpu(clock);
    },
    stop: () => (seen ??= { hiccupsMs, loopLagMs: stopLoop?.(), cpu: readCpu?.() }),
  };
}
