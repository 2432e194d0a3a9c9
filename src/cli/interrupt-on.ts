import { type Clock, instantAfter } from "../clock/index.ts";
import { EXIT } from "./exit.ts";

/** How long a command may take to stop. Containers are killed 10 s after SIGTERM. */
const GRACE_MS = 9_000;

const SIGNALS = ["SIGINT", "SIGTERM"] as const;

export interface SignalSource {
  on(signal: (typeof SIGNALS)[number], listener: () => void): unknown;
  off(signal: (typeof SIGNALS)[number], listener: () => void): unknown;
}

export interface Interrupt {
  /** Aborted by the first signal. */
  readonly signal: AbortSignal;
  abort(reason: Error): void;
  release(): void;
}

/**
 * Turns signals into an abort. The first one aborts, so that results can be kept. The second one ends the
 * process at once, as does a command that has not stopped after {@link GRACE_MS}.
 */
export function interruptOn(
  source: SignalSource,
  { clock, exit }: { readonly clock: Clock; readonly exit: (status: number) => void },
): Interrupt {
  const controller = new AbortController();
  let cancel = () => {};

  function onSignal(): void {
    if (controller.signal.aborted) return exit(EXIT.interrupted);
    controller.abort(new Error("interrupted"));
    cancel = clock.callAt(instantAfter(clock.now(), GRACE_MS), () => exit(EXIT.interrupted));
  }

  for (const name of SIGNALS) source.on(name, onSignal);
  return {
    signal: controller.signal,
    abort: (reason) => controller.abort(reason),
    release() {
      cancel();
      for (const name of SIGNALS) source.off(name, onSignal);
    },
  };
}
