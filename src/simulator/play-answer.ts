import { type Cancel, type Clock, type Instant, instantAfter } from "../clock/index.ts";
import type { SimulatedToken } from "./simulate-answer.ts";
import type { TokenQueue } from "./token-queue.ts";

export interface Playing {
  readonly clock: Clock;
  /** When the request arrived: what the tokens' times count from. */
  readonly receivedAt: Instant;
  /** Before when nothing may be sent, whatever is due: all of the server may stand still. */
  notBefore(): Instant;
  /** Sends one token; false when the socket wants a pause, which `drained` ends. */
  send(token: SimulatedToken, index: number): boolean;
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
export function playAnswer(tokens: TokenQueue, playing: Playing): Cancel {
  const { clock, receivedAt } = playing;
  let index = 0;
  let cancel: Cancel | undefined;
  let stopped = false;

  function step(): void {
    if (stopped) return;
    const token = tokens.next();
    if (token === "over") playing.done();
    else if (token === "later") tokens.whenMore(step);
    else sendWhenDue(token, instantAfter(receivedAt, token.dueMs));
  }

  function sendWhenDue(token: SimulatedToken, at: Instant): void {
    cancel = clock.callAt(at, () => {
      const earliest = playing.notBefore();
      if (earliest > clock.now()) sendWhenDue(token, earliest);
      else if (playing.send(token, index++)) step();
      else void playing.drained().then(step);
    });
  }

  step();
  return () => {
    stopped = true;
    cancel?.();
  };
}
