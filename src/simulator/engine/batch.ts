import type { Instant } from "../../clock/index.ts";
import type { Random } from "../../stats/index.ts";
import type { EngineSettings, StepLoad } from "./engine-settings.ts";
import type { Sequence } from "./sequence.ts";

export interface EngineLoad {
  /** Streams that have a slot. */
  readonly running: number;
  /** Streams without a slot: not admitted yet, or preempted. */
  readonly waiting: number;
  /** Allocated memory in tokens; during a step, including all that the step may add. */
  readonly kvTokens: number;
  /** Tokens still to be prefilled, for running and waiting streams. */
  readonly pendingPrefillTokens: number;
  readonly preemptions: number;
}

export interface Step extends StepLoad {
  readonly works: readonly Work[];
}

/** One stream's share of a step. */
interface Work {
  readonly sequence: Sequence;
  readonly kind: "prefill" | "decode";
  readonly tokens: number;
}

/** The tokens that a stream gained in a step: how many, and the index of the first in the answer. */
export interface Progress extends Pick<Work, "sequence" | "tokens"> {
  readonly index: number;
}

/**
 * The streams of an engine, and the memory that they hold. Changed only by the functions of this file.
 *
 * Continuous batching, in outline as vLLM's scheduler does it: running streams come first, in the order in which they
 * were admitted, then waiting ones, first come, first served.
 *
 * A prompt is admitted once all of it fits into memory. A decoding stream takes one more token of memory in every
 * step. If none is free, the youngest stream is preempted: it loses its memory, and must compute its prompt and its
 * answer so far again before any waiting stream is admitted. Tokens are drafted if there is room for them, and the memory of wrong
 * drafts is freed.
 *
 * Memory is counted in single tokens, and shared prefixes are counted once per stream.
 *
 * Cost: O(running) for a step, plus O(waiting) to admit, preempt or cancel.
 *
 * @see {@link https://docs.vllm.ai/en/latest/configuration/optimization/} "Preemption" and "Chunked
 * Prefill"; `vllm/v1/core/sched/scheduler.py`, `schedule`, with `scheduler_reserve_full_isl`.
 */
export interface Batch {
  readonly settings: EngineSettings;
  /** Decides which drafts are right. */
  readonly random: Random;
  running: Sequence[];
  readonly waiting: Sequence[];
  kvTokens: number;
  preemptions: number;
}

export function emptyBatch(settings: EngineSettings, random: Random): Batch {
  return { settings, random, running: [], waiting: [], kvTokens: 0, preemptions: 0 };
}

/** Also frees the stream's memory. */
export function cancelSequence(batch: Batch, sequence: Sequence): void {
  const { waiting, running } = batch;
  if (sequence.phase === "waiting") waiting.splice(waiting.indexOf(sequence), 1);
  if (sequence.phase === "running") running.splice(running.indexOf(sequence), 1);
  allocate(batch, sequence, -sequence.kvTokens);
  sequence.phase = "cancelled";
}

/** Plans the next step; `undefined` if no stream that came by `at` has anything to do. */
export function planStep(batch: Batch, at: Instant): Step | undefined {
  const works: Work[] = [];
  let budgetTokens = batch.settings.maxStepTokens;
  const schedule = (work: Work | undefined) => {
    if (work === undefined || work.tokens === 0) return;
    works.push(work);
    budgetTokens -= work.tokens;
  };
  const prefill = (sequence: Sequence): Work => {
    return { sequence, kind: "prefill", tokens: Math.min(budgetTokens, sequence.prefillTokens) };
  };

  // Preemption removes the current stream or a later one, so this loop does not reach a preempted stream.
  for (const sequence of batch.running) {
    schedule(sequence.prefillTokens > 0 ? prefill(sequence) : decode(batch, sequence));
  }
  const next = () => (budgetTokens > 0 ? admitNext(batch, at) : undefined);
  for (let sequence = next(); sequence !== undefined; sequence = next()) {
    schedule(prefill(sequence));
  }
  return works.length === 0 ? undefined : { works, ...loadOf(works) };
}

/** Completes a step. Streams that have all their tokens have ended when it returns. */
export function completeStep(batch: Batch, { works }: Step): readonly Progress[] {
  const progress = works
    .filter(({ sequence }) => sequence.phase === "running")
    .map((work) => advance(batch, work));
  for (const { sequence } of progress) endIfComplete(batch, sequence);
  batch.running = batch.running.filter(({ phase }) => phase === "running");
  return progress;
}

/** Cost: O(running + waiting). */
export function engineLoad({ running, waiting, kvTokens, preemptions }: Batch): EngineLoad {
  const all = [...running, ...waiting];
  return {
    running: running.length,
    waiting: waiting.length,
    kvTokens,
    pendingPrefillTokens: all.reduce((sum, { prefillTokens }) => sum + prefillTokens, 0),
    preemptions,
  };
}

function allocate(batch: Batch, sequence: Sequence, tokens: number): void {
  sequence.kvTokens += tokens;
  batch.kvTokens += tokens;
}

function preempt(batch: Batch, youngest: Sequence): void {
  const { request, emittedTokens } = youngest;
  allocate(batch, youngest, -youngest.kvTokens);
  youngest.phase = "waiting";
  youngest.prefillTokens = request.promptTokens + emittedTokens;
  batch.waiting.unshift(youngest);
  batch.preemptions++;
}

function decode(batch: Batch, sequence: Sequence): Work | undefined {
  const { kvCapacityTokens, draftTokens = 0 } = batch.settings;
  // One preemption is enough: every running stream holds some memory.
  const youngest = batch.kvTokens === kvCapacityTokens ? batch.running.pop() : undefined;
  if (youngest !== undefined) preempt(batch, youngest);
  if (youngest === sequence) return undefined;
  const drafts = Math.min(
    draftTokens,
    sequence.request.outputTokens - sequence.emittedTokens - 1,
    kvCapacityTokens - batch.kvTokens - 1,
  );
  allocate(batch, sequence, 1 + drafts);
  return { sequence, kind: "decode", tokens: 1 + drafts };
}

function admitNext(batch: Batch, at: Instant): Sequence | undefined {
  const { waiting, running, settings } = batch;
  const [first] = waiting;
  if (first === undefined || first.submittedAt > at) return undefined;
  if (running.length === settings.maxBatch) return undefined;
  const contextTokens = first.request.promptTokens + first.emittedTokens;
  if (batch.kvTokens + contextTokens > settings.kvCapacityTokens) return undefined;
  waiting.shift();
  running.push(first);
  first.phase = "running";
  allocate(batch, first, contextTokens);
  return first;
}

function advance(batch: Batch, { sequence, kind, tokens }: Work): Progress {
  const index = sequence.emittedTokens;
  if (kind === "decode") {
    const accepted = acceptedTokens(batch, tokens);
    allocate(batch, sequence, accepted - tokens);
    sequence.emittedTokens += accepted;
  } else {
    sequence.prefillTokens -= tokens;
    const isMore = index < sequence.request.outputTokens;
    if (sequence.prefillTokens === 0 && isMore) sequence.emittedTokens++;
  }
  return { sequence, index, tokens: sequence.emittedTokens - index };
}

/** The first of a step's tokens is right, and so are drafts up to the first wrong one. */
function acceptedTokens({ random, settings }: Batch, tokens: number): number {
  const { acceptanceRate = 0 } = settings;
  let accepted = 1;
  while (accepted < tokens && random() < acceptanceRate) accepted++;
  return accepted;
}

function endIfComplete(batch: Batch, sequence: Sequence): void {
  const isComplete = sequence.emittedTokens >= sequence.request.outputTokens;
  if (sequence.prefillTokens > 0 || !isComplete) return;
  allocate(batch, sequence, -sequence.kvTokens);
  sequence.phase = "ended";
}

function loadOf(works: readonly Work[]): StepLoad {
  let decodingStreams = 0;
  let contextTokens = 0;
  let prefillTokens = 0;
  for (const { sequence, kind, tokens } of works) {
    if (kind === "prefill") prefillTokens += tokens;
    else {
      decodingStreams++;
      contextTokens += sequence.request.promptTokens + sequence.emittedTokens;
    }
  }
  return { decodingStreams, contextTokens, prefillTokens };
}
