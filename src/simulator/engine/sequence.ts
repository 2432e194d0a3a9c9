import { integerFrom } from "../../stats/index.ts";
import type { Instant } from "../../clock/index.ts";
import type { EngineSettings } from "./engine-settings.ts";
import { requireSettings } from "../settings/require-setting.ts";
import { SimulationError } from "../simulation-error.ts";

export interface EngineRequest {
  /** At least 1: every chat template adds some. */
  readonly promptTokens: number;
  /** Number of prompt tokens that need not be computed; fewer than all. */
  readonly cachedTokens: number;
  readonly outputTokens: number;
  /**
   * Called for each token of the answer. Must not throw: the engine would stop for all of its requests.
   *
   * @param index From 0.
   * @param at The end of the step that made it; a clock may call a little later.
   */
  onToken(index: number, at: Instant): void;
  /** Called once after the last token; never if the request was cancelled. */
  onEnd?(at: Instant): void;
}

export interface Sequence {
  readonly request: EngineRequest;
  readonly submittedAt: Instant;
  phase: "waiting" | "running" | "ended" | "cancelled";
  /** Number of tokens still to compute before it decodes; 0 while it decodes. */
  prefillTokens: number;
  emittedTokens: number;
  /** Allocated memory, in tokens. */
  kvTokens: number;
}

/** @throws {SimulationError} When a count is out of range, or the request would not fit into memory even alone. */
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
