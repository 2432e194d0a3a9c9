import { type Cancel, elapsedMs, type Instant } from "../../clock/index.ts";
import type { Random } from "../../stats/index.ts";
import { networkPath } from "../answer/network-path.ts";
import { faultDelayMs } from "../answer/simulate-answer.ts";
import type { SimulatedAnswer, SimulatedToken } from "../answer/simulated-answer.ts";
import type { Engine } from "../engine/engine.ts";

/** Tokens to send, in order; some may not be known yet. */
export interface TokenQueue {
  /** Returns the next token; `later` if it is not known yet, `end` after the last. */
  next(): SimulatedToken | "later" | "end";
  /** Calls back once when more is known, after `later`. */
  whenMore(wake: () => void): void;
}

export function knownTokens(tokens: readonly SimulatedToken[]): TokenQueue {
  let next = 0;
  return { next: () => tokens[next++] ?? "end", whenMore: () => undefined };
}

export function endlessTokens(tokens: readonly SimulatedToken[]): TokenQueue {
  const roundMs = (tokens.at(-1)?.dueMs ?? 0) + 1;
  let sent = 0;
  return {
    next() {
      const token = tokens[sent % tokens.length];
      if (token === undefined) return "end";
      const round = Math.floor(sent++ / tokens.length);
      return { ...token, dueMs: token.dueMs + round * roundMs };
    },
    whenMore: () => undefined,
  };
}

/**
 * Submits an answer to an engine. Its tokens are due when the engine emits them, plus the delays of faults and the
 * network.
 *
 * @param random Used for the network.
 * @returns The tokens, and a function that cancels the request.
 */
export function engineTokens(
  { tokens, faults, scenario, promptTokens, cachedTokens }: SimulatedAnswer,
  engine: Engine,
  { receivedAt, random }: { readonly receivedAt: Instant; readonly random: Random },
): { readonly queue: TokenQueue; readonly stop: Cancel } {
  const queue = growingTokens();
  const network = networkPath(scenario.profile, random);
  if (tokens.length === 0) queue.close();
  const stop = engine.submit({
    promptTokens: Math.max(1, promptTokens),
    cachedTokens: Math.min(cachedTokens, Math.max(0, promptTokens - 1)),
    outputTokens: tokens.length,
    onToken(index, at) {
      const token = tokens[index];
      if (token === undefined) return;
      const dueMs = elapsedMs(receivedAt, at) + faultDelayMs(faults, index);
      queue.add(network.push({ ...token, dueMs }));
    },
    onEnd() {
      queue.add(network.end());
      queue.close();
    },
  });
  return { queue, stop };
}

/** An empty queue whose tokens become known over time. */
function growingTokens() {
  const tokens: SimulatedToken[] = [];
  let next = 0;
  let isClosed = false;
  let wakeReader: (() => void) | undefined;

  function wake(): void {
    const reader = wakeReader;
    wakeReader = undefined;
    reader?.();
  }

  return {
    next(): ReturnType<TokenQueue["next"]> {
      const token = tokens[next];
      if (token === undefined) return isClosed ? "end" : "later";
      next++;
      return token;
    },
    whenMore(callback: () => void): void {
      wakeReader = callback;
    },
    add(more: readonly SimulatedToken[]): void {
      tokens.push(...more);
      if (more.length > 0) wake();
    },
    close(): void {
      isClosed = true;
      wake();
    },
  };
}
