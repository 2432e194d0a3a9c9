import type { SimulatedToken } from "../answer/simulated-answer.ts";

/** Tokens that are to be sent, in order; some may not be known yet. */
export interface TokenQueue {
  /** The next token; `later` when there will be more, `over` when there will be none. */
  next(): SimulatedToken | "later" | "end";
  /** Is called when there is more after `later`. */
  whenMore(wake: () => void): void;
}

/** Tokens that are all known. */
export function knownTokens(tokens: readonly SimulatedToken[]): TokenQueue {
  let next = 0;
  return { next: () => tokens[next++] ?? "end", whenMore: () => undefined };
}

/** The tokens again and again, each round after the one before. */
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

/** Tokens that become known one by one. */
export interface GrowingTokens extends TokenQueue {
  add(tokens: readonly SimulatedToken[]): void;
  close(): void;
}

/** A queue of which nothing is known. */
export function growingTokens(): GrowingTokens {
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
    next() {
      const token = tokens[next];
      if (token === undefined) return isClosed ? "end" : "later";
      next++;
      return token;
    },
    whenMore(callback) {
      wakeReader = callback;
    },
    add(more) {
      tokens.push(...more);
      if (more.length > 0) wake();
    },
    close() {
      isClosed = true;
      wake();
    },
  };
}
