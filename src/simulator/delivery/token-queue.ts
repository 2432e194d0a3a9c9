import type { SimulatedToken } from "../answer/simulated-answer.ts";

/** Tokens to send, in order; some may not be known yet. */
export interface TokenQueue {
  /** Returns the next token; `later` if it is not known yet, `end` after the last. */
  next(): SimulatedToken | "later" | "end";
  /** Calls back once when more is known, after `later`. */
  whenMore(wake: () => void): void;
}

/** A queue of known tokens. */
export function knownTokens(tokens: readonly SimulatedToken[]): TokenQueue {
  let next = 0;
  return { next: () => tokens[next++] ?? "end", whenMore: () => undefined };
}

/** Repeats the tokens forever. */
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

/** A queue whose tokens become known over time. */
export interface GrowingTokens extends TokenQueue {
  add(tokens: readonly SimulatedToken[]): void;
  close(): void;
}

/** An empty growing queue. */
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
