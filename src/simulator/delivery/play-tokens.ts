import { type Cancel, type Clock, type Instant, instantAfter } from "../../clock/index.ts";
import type { SimulatedToken } from "../answer/simulated-answer.ts";
import type { TokenQueue } from "./token-queue.ts";

interface PlaybackOptions {
  readonly clock: Clock;
  /** Arrival of the request: the origin of the tokens' times. */
  readonly receivedAt: Instant;
  /** Earliest time at which anything may be sent: the whole server may be frozen. */
  notBefore(): Instant;
  /** Sends one token; returns false if the sink is full, until `writable` resolves. */
  send(token: SimulatedToken, index: number): boolean;
  /** Called when a turn of the event loop has sent all that it will send. */
  turnEnded?(): void;
  /** Resolves when the sink accepts more. */
  writable(): Promise<void>;
  /** Called once, after the last token. */
  done(): void;
  /** Called if a later turn throws: an error in a timer would end the server. */
  failed?(): void;
}

/** Maximum number of due tokens sent in one turn, so that other streams get their turns. */
const BURST = 64;

/**
 * Sends each token at its own deadline. Deadlines are absolute: a late token does not delay the tokens after it, as
 * chained sleeps would. Tokens that are due already are sent without a timer, and their errors are thrown.
 *
 * @returns Stops at once.
 */
export function playTokens(
  queue: TokenQueue,
  { clock, receivedAt, notBefore, send, turnEnded, writable, done, failed }: PlaybackOptions,
): Cancel {
  let index = 0;
  let cancel: Cancel | undefined;
  let isStopped = false;

  function turn(due?: SimulatedToken): void {
    sendDue(due ?? queue.next());
    turnEnded?.();
  }

  function laterTurn(due?: SimulatedToken): void {
    try {
      turn(due);
    } catch (error) {
      if (failed === undefined) throw error;
      isStopped = true;
      failed();
    }
  }

  function sendDue(first: ReturnType<TokenQueue["next"]>): void {
    let token = first;
    for (let sent = 0; typeof token === "object"; sent++) {
      // A callback of an earlier token may have stopped the playback.
      if (isStopped) return;
      const at = instantAfter(receivedAt, token.dueMs);
      const now = clock.now();
      const earliest = notBefore();
      if (sent === BURST || at > now || earliest > now) {
        const due = token;
        cancel = clock.callAt(earliest > at ? earliest : at, () => laterTurn(due));
        return;
      }
      if (!send(token, index++)) {
        void writable().then(() => laterTurn());
        return;
      }
      token = queue.next();
    }
    if (isStopped) return;
    if (token === "end") done();
    else queue.whenMore(() => laterTurn());
  }

  turn();
  return () => {
    isStopped = true;
    cancel?.();
  };
}
