import { FROM_0_TO_1, integerFrom, numberFrom } from "../../stats/index.ts";
import { requireSettings } from "../settings/require-setting.ts";
import { SimulationError } from "../simulation-error.ts";

/** Costs and limits of an engine's steps. */
export interface EngineSettings {
  /** Fixed cost of a step, in milliseconds: the weights are read once for all streams. */
  readonly baseMs: number;
  /** Added by each decoding stream, in milliseconds; includes drafting and verifying tokens. */
  readonly perDecodeMs: number;
  /** Added by each token of context of a decoding stream, in milliseconds. */
  readonly perKvTokenMs: number;
  /** Added by each token of a prompt, in milliseconds. */
  readonly perPrefillTokenMs: number;
  /** Maximum number of streams in a step. */
  readonly maxBatch: number;
  /** Maximum number of tokens in a step; decoding streams come first, and long prompts take several steps. */
  readonly maxStepTokens: number;
  /** Memory for context, in tokens, of all streams together. */
  readonly kvCapacityTokens: number;
  /** Speculative decoding: number of tokens drafted per stream and step. @defaultValue `0` */
  readonly draftTokens?: number | undefined;
  /** Probability that a drafted token is right, given that all before it are; in [0, 1]. @defaultValue `0` */
  readonly acceptanceRate?: number | undefined;
}

export interface StepLoad {
  readonly decodingStreams: number;
  /** Tokens of context of all decoding streams together. */
  readonly contextTokens: number;
  readonly prefillTokens: number;
}

/** Duration of a step in milliseconds: linear in its load. */
export function stepMs(settings: EngineSettings, load: StepLoad): number {
  return (
    settings.baseMs +
    settings.perDecodeMs * load.decodingStreams +
    settings.perKvTokenMs * load.contextTokens +
    settings.perPrefillTokenMs * load.prefillTokens
  );
}

/** @throws {SimulationError} When an engine cannot run with the settings. */
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
