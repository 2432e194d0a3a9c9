import type { Clock } from "../../clock/index.ts";
import { watchCpu } from "./cpu-share.ts";
import { measureHiccups, watchLoopLag } from "./loop-lag.ts";
import type { SelfObservation } from "./self-observation.ts";

type Observed = Pick<SelfObservation, "hiccupsMs" | "loopLagMs" | "cpu">;

/** Watches this thread, before a run and during it. */
export interface SelfWatch {
  /** Watches the idle machine; does nothing if `forMs` is 0. */
  idle(forMs: number): Promise<void>;
  /** Called before the first request that counts. */
  start(): void;
  /** Ends the watch and returns the observations; may be called again. */
  stop(): Observed;
}

/** A watch without observations. */
export function selfWatch(clock: Clock): SelfWatch {
  let hiccupsMs: Observed["hiccupsMs"];
  let stopLoop: (() => readonly number[]) | undefined;
  let readCpu: ReturnType<typeof watchCpu> | undefined;
  let observed: Observed | undefined;

  return {
    async idle(forMs) {
      if (forMs > 0) hiccupsMs = await measureHiccups(clock, forMs);
    },
    start() {
      stopLoop = watchLoopLag(clock).stop;
      readCpu = watchCpu(clock);
    },
    stop: () => (observed ??= { hiccupsMs, loopLagMs: stopLoop?.(), cpu: readCpu?.() }),
  };
}
