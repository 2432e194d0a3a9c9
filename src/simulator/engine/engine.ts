import { type Cancel, type Clock, type Instant, instantAfter } from "../../clock/index.ts";
import type { Random } from "../../stats/index.ts";
import { continuousBatch, type EngineState, type Progress, type Step } from "./batch.ts";
import { type EngineSettings, requireEngineSettings, stepMs } from "./engine-settings.ts";
import { type EngineRequest, waitingSequence } from "./sequence.ts";

/** What an engine runs by. */
export interface EngineOptions {
  readonly clock: Clock;
  readonly settings: EngineSettings;
  /** Decides which drafts are right. */
  readonly random: Random;
}

/** A simulated inference server: all that it answers shares its steps. */
export interface Engine {
  /**
   * Hands in a request.
   *
   * @returns What takes it back: its place and its memory are free at once. A step that is under way is
   * finished all the same, as a GPU finishes what it has begun.
   * @throws {SimulationError} When a count is senseless, or the whole would not fit into memory even alone.
   */
  submit(request: EngineRequest): Cancel;
  /** How busy it is now. */
  readonly state: EngineState;
}

/**
 * Answers requests together, step by step: every step lasts
 * `baseMs + perDecodeMs × decoding streams + perKvTokenMs × their context + perPrefillTokenMs × tokens of
 * prompts`, and at its end every decoding stream emits what it has made.
 *
 * So gaps are common to all streams, times to the first token grow with load and fall with what is cached,
 * and throughput flattens where a step is full. A request that meets an idle engine starts at once, any
 * other with the next step; a step begins where the one before it ended, however late the clock calls, so
 * the times are those of an undelayed engine to the last digit.
 *
 * In a step of speculative decoding a stream emits 1 + the number of right drafts, in the mean
 * (1 − acceptanceRate^(draftTokens + 1)) / (1 − acceptanceRate), all at once.
 *
 * @throws {SimulationError} When a cost is not a number from 0, a limit not a whole number from 1, the
 * acceptance rate not in [0, 1], or a step too small for a full batch to decode.
 *
 * @see G.-I. Yu et al., "Orca: A Distributed Serving System for Transformer-Based Generative Models", OSDI
 * 2022, section 3: iteration-level scheduling.
 * @see W. Kwon et al., "Efficient Memory Management for Large Language Model Serving with
 * PagedAttention", SOSP 2023: vLLM.
 * @see Y. Leviathan, M. Kalman and Y. Matias, "Fast Inference from Transformers via Speculative
 * Decoding", ICML 2023, equation 1.
 *
 * @example
 * ```ts
 * const clock = new VirtualClock();
 * const settings = {
 *   baseMs: 10, perDecodeMs: 1, perKvTokenMs: 0, perPrefillTokenMs: 0.5,
 *   maxBatch: 8, maxStepTokens: 64, kvCapacityTokens: 1_000,
 * };
 * const { submit } = engine({ clock, settings, random: seededRandom(1) });
 * const times: number[] = [];
 * submit({
 *   promptTokens: 20, cachedTokens: 0, outputTokens: 3,
 *   onToken: (_, at) => times.push(at),
 * });
 * await clock.advanceBy(1_000);
 * times; // [20, 31, 42]
 * ```
 */
export function engine({ clock, settings, random }: EngineOptions): Engine {
  requireEngineSettings(settings);
  const batch = continuousBatch(settings, random);
  let step: Step | undefined;
  let isAwake = false;

  function wakeAt(at: Instant): void {
    isAwake = true;
    clock.callAt(at, () => turn(at));
  }

  function turn(at: Instant): void {
    for (const progress of step === undefined ? [] : batch.complete(step)) tell(progress, at);
    step = batch.plan(at);
    // Where the clock is late, some may have come after this instant, and nobody before it.
    const next =
      step === undefined ? batch.firstSubmittedAt : instantAfter(at, stepMs(settings, step));
    if (next === undefined) isAwake = false;
    else wakeAt(next);
  }

  return {
    submit(request) {
      const one = waitingSequence(request, clock.now(), settings);
      batch.add(one);
      // Not planned at once, so that requests of one instant share a step.
      if (!isAwake) wakeAt(one.submittedAt);
      return () => batch.cancel(one);
    },
    get state() {
      return batch.state;
    },
  };
}

/** Any of the calls may cancel any of the streams. */
function tell({ sequence: one, index, tokens }: Progress, at: Instant): void {
  const { request } = one;
  for (let token = index; token < index + tokens; token++) {
    if (one.phase !== "cancelled") request.onToken(token, at);
  }
  if (one.phase === "ended") request.onEnd?.(at);
}
