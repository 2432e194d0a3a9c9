import type { Instant } from "../../clock/index.ts";
import type { Random } from "../../stats/index.ts";
import type { EngineSettings, StepLoad } from "./engine-settings.ts";
import type { Sequence } from "./sequence.ts";

/** How busy an engine is. */
export interface EngineState {
  /** Streams that have a place. */
  readonly running: number;
  /** Streams that have none yet, or none any more. */
  readonly waiting: number;
  /** Memory that is held, in tokens; in a step, with all that the step may add. */
  readonly kvTokens: number;
  /** Tokens that are still to be prefilled, for those that run and those that wait. */
  readonly pendingPrefillTokens: number;
  /** How often a stream has lost its place so far. */
  readonly preemptions: number;
}

/** A step before it is over. */
export interface Step extends StepLoad {
  readonly works: readonly Work[];
}

/** A stream's part of a step. */
interface Work {
  readonly sequence: Sequence;
  readonly kind: "prefill" | "decode";
  readonly tokens: number;
}

/** What a step has brought a stream. */
export interface Progress {
  readonly sequence: Sequence;
  /** The place of its first new token in the answer. */
  readonly index: number;
  /** How many new tokens there are. */
  readonly tokens: number;
}

/** The streams of an engine, and who is in its next step. Knows no time but when they came. */
export interface Batch {
  add(sequence: Sequence): void;
  /** Takes a stream out at once, with its memory. */
  cancel(sequence: Sequence): void;
  /** The next step; `undefined` when nobody has come yet. */
  plan(at: Instant): Step | undefined;
  /** Ends a step. Streams that have all their tokens have left when it returns. */
  complete(step: Step): readonly Progress[];
  /** When the first of those that wait came. */
  readonly firstSubmittedAt: Instant | undefined;
  readonly state: EngineState;
}

/**
 * Continuous batching, as vLLM's scheduler does it in outline: those that run come first, in the order in
 * which they got their places, then those that wait, first come, first served.
 *
 * A prompt is let in when all of it fits into memory. A stream that decodes takes a token of memory with
 * every step; when there is none left, the youngest loses its place, forgets all and must later compute
 * its prompt and what it has said again, before any of those that wait. Drafts are made where there is room
 * for them, and what is wrong of them is given back.
 *
 * Memory is counted in single tokens, and shared prefixes are counted for each stream.
 *
 * Cost: O(running) for a step, O(waiting) more for who is let in, preempted or cancelled.
 *
 * @see {@link https://docs.vllm.ai/en/latest/configuration/optimization/} "Preemption" and "Chunked
 * Prefill"; `vllm/v1/core/sched/scheduler.py`, `schedule`, with `scheduler_reserve_full_isl`.
 */
export function continuousBatch(settings: EngineSettings, random: Random): Batch {
  const { maxBatch, maxStepTokens, kvCapacityTokens } = settings;
  const { draftTokens = 0, acceptanceRate = 0 } = settings;
  let running: Sequence[] = [];
  const waiting: Sequence[] = [];
  let kvTokens = 0;
  let preemptions = 0;

  function hold(sequence: Sequence, tokens: number): void {
    sequence.kvTokens += tokens;
    kvTokens += tokens;
  }

  function preempt(youngest: Sequence): void {
    const { request, emittedTokens } = youngest;
    hold(youngest, -youngest.kvTokens);
    youngest.phase = "waiting";
    youngest.prefillTokens = request.promptTokens + emittedTokens;
    waiting.unshift(youngest);
    preemptions++;
  }

  function decode(sequence: Sequence): Work | undefined {
    // One is enough: whoever has a place holds some memory.
    const youngest = kvTokens === kvCapacityTokens ? running.pop() : undefined;
    if (youngest !== undefined) preempt(youngest);
    if (youngest === sequence) return undefined;
    const drafts = Math.min(
      draftTokens,
      sequence.request.outputTokens - sequence.emittedTokens - 1,
      kvCapacityTokens - kvTokens - 1,
    );
    hold(sequence, 1 + drafts);
    return { sequence, kind: "decode", tokens: 1 + drafts };
  }

  function letIn(at: Instant): Sequence | undefined {
    const [first] = waiting;
    if (first === undefined || first.submittedAt > at || running.length === maxBatch)
      return undefined;
    const contextTokens = first.request.promptTokens + first.emittedTokens;
    if (kvTokens + contextTokens > kvCapacityTokens) return undefined;
    waiting.shift();
    running.push(first);
    first.phase = "running";
    hold(first, contextTokens);
    return first;
  }

  function plan(at: Instant): Step | undefined {
    const works: Work[] = [];
    let budget = maxStepTokens;
    const take = (work: Work | undefined) => {
      if (work === undefined || work.tokens === 0) return;
      works.push(work);
      budget -= work.tokens;
    };
    const prefill = (one: Sequence): Work => {
      return { sequence: one, kind: "prefill", tokens: Math.min(budget, one.prefillTokens) };
    };

    // Whoever loses a place here stands behind the one that takes it, and is not come to any more.
    for (const one of running) take(one.prefillTokens > 0 ? prefill(one) : decode(one));
    const next = () => (budget > 0 ? letIn(at) : undefined);
    for (let one = next(); one !== undefined; one = next()) take(prefill(one));
    return works.length === 0 ? undefined : { works, ...loadOf(works) };
  }

  /** How many of a step's tokens are right: the first, and drafts up to the first that is wrong. */
  function rightTokens(tokens: number): number {
    let right = 1;
    while (right < tokens && random() < acceptanceRate) right++;
    return right;
  }

  function advance({ sequence, kind, tokens }: Work): Progress {
    const index = sequence.emittedTokens;
    if (kind === "decode") {
      const right = rightTokens(tokens);
      hold(sequence, right - tokens);
      sequence.emittedTokens += right;
    } else {
      sequence.prefillTokens -= tokens;
      const isMore = index < sequence.request.outputTokens;
      if (sequence.prefillTokens === 0 && isMore) sequence.emittedTokens++;
    }
    return { sequence, index, tokens: sequence.emittedTokens - index };
  }

  function leaveIfOver(one: Sequence): void {
    if (one.prefillTokens > 0 || one.emittedTokens < one.request.outputTokens) return;
    hold(one, -one.kvTokens);
    one.phase = "ended";
  }

  return {
    add(one) {
      waiting.push(one);
    },
    cancel(one) {
      if (one.phase === "waiting") waiting.splice(waiting.indexOf(one), 1);
      if (one.phase === "running") running.splice(running.indexOf(one), 1);
      hold(one, -one.kvTokens);
      one.phase = "cancelled";
    },
    plan,
    complete({ works }) {
      const progress = works.filter(({ sequence }) => sequence.phase === "running").map(advance);
      for (const { sequence } of progress) leaveIfOver(sequence);
      running = running.filter(({ phase }) => phase === "running");
      return progress;
    },
    get firstSubmittedAt() {
      return waiting[0]?.submittedAt;
    },
    get state() {
      const all = [...running, ...waiting];
      return {
        running: running.length,
        waiting: waiting.length,
        kvTokens,
        pendingPrefillTokens: all.reduce((sum, { prefillTokens }) => sum + prefillTokens, 0),
        preemptions,
      };
    },
  };
}

function loadOf(works: readonly Work[]): StepLoad {
  let decoding = 0;
  let contextTokens = 0;
  let prefillTokens = 0;
  for (const { sequence, kind, tokens } of works) {
    if (kind === "prefill") prefillTokens += tokens;
    else {
      decoding++;
      contextTokens += sequence.request.promptTokens + sequence.emittedTokens;
    }
  }
  return { decoding, contextTokens, prefillTokens };
}
