import { type Cancel, type Clock, type Instant, instantAfter } from "../../clock/index.ts";
import type { Random } from "../../stats/index.ts";
import {
  cancelSequence,
  completeStep,
  emptyBatch,
  type EngineLoad,
  engineLoad,
  planStep,
  type Progress,
  type Step,
} from "./batch.ts";
import { type EngineSettings, requireEngineSettings, stepMs } from "./engine-settings.ts";
import { type EngineRequest, waitingSequence } from "./sequence.ts";

/** A simulated inference server whose requests share its steps. */
export interface Engine {
  /**
   * Queues a request.
   *
   * @returns Cancels the request and frees its slot and memory at once. A step that is under way still runs to its
   * end, as it does on a GPU.
   * @throws {SimulationError} When a count is out of range, or the request would not fit into memory even alone.
   */
  submit(request: EngineRequest): Cancel;
  readonly load: EngineLoad;
}

/**
 * Answers requests together, step by step. Each step takes
 * `baseMs + perDecodeMs × decoding streams + perKvTokenMs × their context + perPrefillTokenMs × prompt tokens`,
 * and every decoding stream emits its new tokens at the end of the step.
 *
 * So all streams share the same gaps, times to the first token grow with load and fall with cached tokens, and
 * throughput levels off once steps are full. A request to an idle engine starts at once, any other with the next
 * step. A step begins where the one before it ended, however late the clock calls, so all times are exactly those of
 * an undelayed engine.
 *
 * With speculative decoding, a stream emits 1 + the number of right drafts per step, on average
 * (1 − acceptanceRate^(draftTokens + 1)) / (1 − acceptanceRate), all at once.
 *
 * @param options `random` decides which drafts are right.
 * @throws {SimulationError} When a cost is not a number from 0, a limit not a whole number from 1, the
 * acceptance rate not in [0, 1], or a step too small for a full batch to decode.
 *
 * @see G.-I. Yu et al., "Orca: A Distributed Serving System for Transformer-Based Generative Models", OSDI
 * 2022, section 3: iteration-level scheduling.
 * @see W. Kwon et al., "Efficient Memory Management for Large Language Model Serving with
 * PagedAttention", SOSP 2023: vLLM.
 * @see Y. Leviathan, M. Kalman and Y. Matias, "Fast Inference from Transformers via Speculative
 * Decoding", ICML 2023, equation 1.
 */
export function engine({
  clock,
  settings,
  random,
}: {
  readonly clock: Clock;
  readonly settings: EngineSettings;
  readonly random: Random;
}): Engine {
  requireEngineSettings(settings);
  const batch = emptyBatch(settings, random);
  let step: Step | undefined;
  let isScheduled = false;

  function scheduleAt(at: Instant): void {
    isScheduled = true;
    clock.callAt(at, () => runAt(at));
  }

  function runAt(at: Instant): void {
    const completed = step === undefined ? [] : completeStep(batch, step);
    for (const progress of completed) notify(progress, at);
    step = planStep(batch, at);
    // If the clock is late, requests may have come after `at`, but none before it.
    const next =
      step === undefined ? batch.waiting[0]?.submittedAt : instantAfter(at, stepMs(settings, step));
    if (next === undefined) isScheduled = false;
    else scheduleAt(next);
  }

  return {
    submit(request) {
      const sequence = waitingSequence(request, clock.now(), settings);
      batch.waiting.push(sequence);
      // Not planned at once, so that requests of one instant share a step.
      if (!isScheduled) scheduleAt(sequence.submittedAt);
      return () => cancelSequence(batch, sequence);
    },
    get load() {
      return engineLoad(batch);
    },
  };
}

/** Each callback may cancel any stream. */
function notify({ sequence, index, tokens }: Progress, at: Instant): void {
  const { request } = sequence;
  for (let token = index; token < index + tokens; token++) {
    if (sequence.phase !== "cancelled") request.onToken(token, at);
  }
  if (sequence.phase === "ended") request.onEnd?.(at);
}
