import { type Cancel, type Clock, type Instant, instantAfter } from "../../clock/index.ts";
import type { SimulatedToken } from "../answer/simulated-answer.ts";
import type { TokenQueue } from "./token-queue.ts";

export interface PlaybackOptions {
  readonly clock: Clock;
  /** When the request arrived: what the tokens' times count from. */
  readonly receivedAt: Instant;
  /** Before when nothing may be sent, whatever is due: all of the server may stand still. */
  notBefore(): Instant;
  /** Sends one token; false when the socket wants a pause, which `writable` ends. */
  send(token: SimulatedToken, index: number): boolean;
  /** A turn is over: what it has sent is all for now. */
  paused?(): void;
  /** Settles when the socket takes more. */
  writable(): Promise<void>;
  /** Called once, after the last token. */
  done(): void;
}

/** So many tokens that are due are sent in one turn; then others have theirs. */
const BURST = 64;

/**
 * Sends each token at its own deadline. Deadlines are absolute: a late token does not make those after
 * it late, as chained sleeps would. What is due by now is sent without a timer.
 *
 * @returns What stops it at once.
 */
export function playTokens(tokens: TokenQueue, options: PlaybackOptions): Cancel {
  const { clock, receivedAt } = options;
  let index = 0;
  let cancel: Cancel | undefined;
  let stopped = false;

  function turn(held?: SimulatedToken): void {
    sendDue(held ?? tokens.next());
    options.paused?.();
  }

  function sendDue(first: ReturnType<TokenQueue["next"]>): void {
    let token = first;
    for (let sent = 0; typeof token === "object"; sent++) {
      // What was sent before may have made somebody stop it.
      if (stopped) return;
      const at = instantAfter(receivedAt, token.dueMs);
      if (sent === BURST || !isDue(at)) {
        sendAt(at, token);
        return;
      }
      if (!options.send(token, index++)) {
        void options.writable().then(() => turn());
        return;
      }
      token = tokens.next();
    }
    if (stopped) return;
    if (token === "over") options.done();
    else tokens.whenMore(() => turn());
  }

  function isDue(at: Instant): boolean {
    const now = clock.now();
    return at <= now && options.notBefore() <= now;
  }

  function sendAt(at: Instant, token: SimulatedToken): void {
    const earliest = options.notBefore();
    cancel = clock.callAt(earliest > at ? earliest : at, () => turn(token));
  }

  turn();
  return () => {
    stopped = true;
    cancel?.();
  };
}
