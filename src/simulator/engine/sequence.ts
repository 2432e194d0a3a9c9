import { integerFrom } from "../../stats/index.ts";
import type { Instant } from "../../clock/index.ts";
import type { EngineSettings } from "./engine-settings.ts";
import { requireSettings } from "../settings/require-setting.ts";
import { SimulationError } from "../simulation-error.ts";

/** What an engine is asked to answer. */
export interface EngineRequest {
  /** At least 1: every chat template has some. */
  readonly promptTokens: number;
  /** How many of them need not be computed; fewer than all. */
  readonly cachedTokens: number;
  /** How long the answer is. */
  readonly outputTokens: number;
  /**
   * Is called for each token of the answer. Must not throw: nobody would be told any more.
   *
   * @param index From 0.
   * @param at The end of the step that made it; a clock may call a little later.
   */
  onToken(index: number, at: Instant): void;
  /** Is called once after the last token; never when the request was cancelled. */
  onEnd?(at: Instant): void;
}

/** A request inside an engine. */
export interface Sequence {
  readonly request: EngineRequest;
  readonly submittedAt: Instant;
  phase: "waiting" | "running" | "ended" | "cancelled";
  /** How many tokens must still be computed before it decodes; 0 while it does. */
  prefillTokens: number;
  emittedTokens: number;
  /** How much memory is held for it, in tokens. */
  kvTokens: number;
}

/**
 * A request that waits.
 *
 * @throws {SimulationError} When a count is senseless, or the whole would not fit into memory even alone.
 */
export function waitingSequence(
  request: EngineRequest,
  submittedAt: Instant,
  { kvCapacityTokens }: EngineSettings,
): Sequence {
  const { promptTokens, cachedTokens, outputTokens } = request;
  const purpose = "answer the request";
  requireSettings(purpose, { promptTokens }, integerFrom(1));
  requireSettings(purpose, { cachedTokens, outputTokens }, integerFrom(0));
  if (cachedTokens >= promptTokens) {
    throw new SimulationError(
      `Cannot answer the request as cachedTokens must be fewer than the prompt's ${promptTokens}: current value is ${cachedTokens}`,
    );
  }
  if (promptTokens + outputTokens > kvCapacityTokens) {
    throw new SimulationError(
      `Cannot answer the request as prompt and answer must fit into ${kvCapacityTokens} tokens of memory: current value is ${promptTokens + outputTokens}`,
    );
  }
  return {
    request,
    submittedAt,
    phase: "waiting",
    prefillTokens: promptTokens - cachedTokens,
    emittedTokens: 0,
    kvTokens: 0,
  };
}
