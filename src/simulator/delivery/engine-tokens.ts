import { type Cancel, elapsedMs, type Instant } from "../../clock/index.ts";
import type { Engine } from "../engine/engine.ts";
import { networkPath } from "../answer/network-path.ts";
import { faultDelayMs } from "../answer/simulate-answer.ts";
import type { SimulatedAnswer, SimulatedToken } from "../answer/simulated-answer.ts";
import { growingTokens, type TokenQueue } from "./token-queue.ts";

/** Tokens that an engine produces. */
export interface EngineTokens {
  readonly queue: TokenQueue;
  /** Cancels the request. */
  readonly stop: Cancel;
}

/**
 * Submits an answer to an engine. Its tokens are due when the engine emits them, plus the delays of faults and the
 * network.
 *
 * @param tokens The tokens of the answer to send.
 * @param random Used for the network.
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
  const network = networkPath(answer.scenario.profile, random);
  if (tokens.length === 0) queue.close();
  const stop = shared.submit({
    promptTokens: Math.max(1, answer.promptTokens),
    cachedTokens: Math.min(answer.cachedTokens, Math.max(0, answer.promptTokens - 1)),
    outputTokens: tokens.length,
    onToken(index, at) {
      const token = tokens[index];
      if (token === undefined) return;
      const dueMs = elapsedMs(receivedAt, at) + faultDelayMs(answer.faults, index);
      queue.add(network.push({ ...token, dueMs }));
    },
    onEnd() {
      queue.add(network.end());
      queue.close();
    },
  });
  return { queue, stop };
}
