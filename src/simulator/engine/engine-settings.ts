import { FROM_0_TO_1, integerFrom, numberFrom } from "../../stats/index.ts";
import { requireSettings } from "../settings/require-setting.ts";
import { SimulationError } from "../simulation-error.ts";

/** What a step of an engine costs, and how much goes into one. */
export interface EngineSettings {
  /** What a step costs by itself, in milliseconds: the weights are read once for all streams. */
  readonly baseMs: number;
  /** What each decoding stream adds, in milliseconds; with drafts, what drafting and checking them costs. */
  readonly perDecodeMs: number;
  /** What each token that a decoding stream looks back at adds, in milliseconds. */
  readonly perKvTokenMs: number;
  /** What each token of a prompt adds, in milliseconds. */
  readonly perPrefillTokenMs: number;
  /** Streams in a step, at most. */
  readonly maxBatch: number;
  /** Tokens in a step, at most; decoding streams come first, and prompts take several steps. */
  readonly maxStepTokens: number;
  /** Tokens of context that fit into memory, of all streams together. */
  readonly kvCapacityTokens: number;
  /**
   * Speculative decoding: how many tokens are drafted for each stream and step.
   *
   * @defaultValue `0`
   */
  readonly draftTokens?: number;
  /**
   * The chance that a drafted token is right, where all before it are; in [0, 1].
   *
   * @defaultValue `0`
   */
  readonly acceptanceRate?: number;
}

/** What a step has to do. */
export interface StepLoad {
  /** How many streams decode. */
  readonly decoding: number;
  /** How many tokens they look back at, together. */
  readonly contextTokens: number;
  /** How many tokens of prompts are computed. */
  readonly prefillTokens: number;
}

/** How long a step takes, in milliseconds: linear in all that it has to do. */
export function stepMs(settings: EngineSettings, load: StepLoad): number {
  return (
    settings.baseMs +
    settings.perDecodeMs * load.decoding +
    settings.perKvTokenMs * load.contextTokens +
    settings.perPrefillTokenMs * load.prefillTokens
  );
}

/**
 * Refuses settings with which an engine cannot run.
 *
 * @throws {SimulationError} When a cost is not a number from 0, a limit not a whole number from 1, the
 * acceptance rate not in [0, 1], or a step too small for a full batch to decode.
 */
export function requireEngineSettings(settings: EngineSettings): void {
  const { baseMs, perDecodeMs, perKvTokenMs, perPrefillTokenMs } = settings;
  const { maxBatch, maxStepTokens, kvCapacityTokens } = settings;
  const { draftTokens = 0, acceptanceRate = 0 } = settings;
  const purpose = "run an engine";
  requireSettings(purpose, { baseMs, perDecodeMs, perKvTokenMs, perPrefillTokenMs }, numberFrom(0));
  requireSettings(purpose, { maxBatch, maxStepTokens, kvCapacityTokens }, integerFrom(1));
  requireSettings(purpose, { draftTokens }, integerFrom(0));
  requireSettings(purpose, { acceptanceRate }, FROM_0_TO_1);
  const fullBatchTokens = maxBatch * (1 + draftTokens);
  if (maxStepTokens < fullBatchTokens) {
    throw new SimulationError(
      `Cannot run an engine as maxStepTokens must be at least the ${fullBatchTokens} of a full batch: current value is ${maxStepTokens}`,
    );
  }
}
