import { type Cancel, type Clock, type Instant, instantAfter } from "../clock/index.ts";
import type { SimulatedToken } from "./simulate-answer.ts";

export interface Playing {
  readonly clock: Clock;
  /** When the request arrived: what the tokens' times count from. */
  readonly receivedAt: Instant;
  /** Sends one token; false when the socket wants a pause, which `drained` ends. */
  send(token: SimulatedToken): boolean;
  /** Settles when the socket takes more. */
  drained(): Promise<void>;
  /** Called once, after the last token. */
  done(): void;
}

/**
 * Sends each token at its own deadline. Deadlines are absolute: a late token does not make those after
 * it late, as chained sleeps would.
 *
 * @returns What stops it at once.
 */
export function playAnswer(tokens: readonly SimulatedToken[], playing: Playing): Cancel {
  const { clock, receivedAt } = playing;
  let next = 0;
  let cancel: Cancel | undefined;
  let stopped = false;

  function step(): void {
    if (stopped) return;
    const token = tokens[next];
    if (token === undefined) {
      playing.done();
      return;
    }
    cancel = clock.callAt(instantAfter(receivedAt, token.dueMs), () => {
      next++;
      if (playing.send(token)) step();
      else void playing.drained().then(step);
    });
  }

  step();
  return () => {
    stopped = true;
    cancel?.();
  };
}
