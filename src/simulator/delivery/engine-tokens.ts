import { type Cancel, elapsedMs, type Instant } from "../../clock/index.ts";
import type { Engine } from "../engine/engine.ts";
import { networkPath } from "../answer/network-path.ts";
import { faultDelayMs } from "../answer/simulate-answer.ts";
import type { SimulatedAnswer, SimulatedToken } from "../answer/simulated-answer.ts";
import { growingTokens, type TokenQueue } from "./token-queue.ts";

/** Tokens that an engine makes, as they come, and what takes the request back. */
export interface EngineTokens {
  readonly queue: TokenQueue;
  readonly stop: Cancel;
}

/**
 * Hands an answer in at an engine. When the tokens are due is what the engine says, and what faults and the
 * path add to that.
 *
 * @param tokens Those of the answer that are to be sent.
 * @param random For the path.
 */
export function engineTokens(
  {
    answer,
    tokens,
  }: { readonly answer: SimulatedAnswer; readonly tokens: readonly SimulatedToken[] },
  shared: Engine,
  { receivedAt, random }: { readonly receivedAt: Instant; readonly random: () => number },
): EngineTokens {
  const queue = growingTokens();
  const path = networkPath(answer.scenario.profile, random);
  if (tokens.length === 0) queue.close();
  const stop = shared.submit({
    promptTokens: Math.max(1, answer.promptTokens),
    cachedTokens: Math.min(answer.cachedTokens, Math.max(0, answer.promptTokens - 1)),
    outputTokens: tokens.length,
    onToken(index, at) {
      const token = tokens[index];
      if (token === undefined) return;
      const dueMs = elapsedMs(receivedAt, at) + faultDelayMs(answer.faults, index);
      queue.add(path.push({ ...token, dueMs }));
    },
    onEnd() {
      queue.add(path.end());
      queue.close();
    },
  });
  return { queue, stop };
}
