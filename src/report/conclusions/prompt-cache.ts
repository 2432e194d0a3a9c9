import { type RequestRecord, type Run, startsSimulator } from "../../bench/index.ts";
import { medianOf } from "../../stats/index.ts";
import { hasFailed } from "./failure-kind.ts";

/** A repeated prompt that is answered in less than this share of the time came from a cache. */
const CACHED_TTFT_SHARE = 0.7;

/** With fewer prompts the medians are not worth a note. */
const FEWEST_PROMPTS = 3;

/** Signs that later requests were faster only because their prompt had been sent before. */
export interface PromptCache {
  /** `undefined` if no prompt was sent twice. */
  readonly repeats: PromptRepeats | undefined;
  /** In the plan's order; empty if no provider reported cached input. */
  readonly reported: readonly ReportedCache[];
}

export interface PromptRepeats {
  readonly prompts: number;
  readonly requests: number;
  /** Median times to the first token; `undefined` if repeated prompts were not answered much sooner. */
  readonly sooner: { readonly firstMs: number; readonly repeatedMs: number } | undefined;
}

/** Input that a provider reported as cached, except in warm-up requests. */
export interface ReportedCache {
  readonly arm: string;
  readonly requests: number;
  /** Of these, how many had cached input. */
  readonly cached: number;
  readonly tokens: number;
}

/**
 * Counts repeated prompts and input reported as cached, and checks whether repeats were answered much sooner.
 * `undefined` for replays, and for the run's simulator unless it reports cached input.
 */
export function promptCacheOf({ manifest: { plan }, requests }: Run): PromptCache | undefined {
  if (plan.mode === "replay") return undefined;
  const sent = requests.toSorted((a, b) => a.order - b.order);
  const perArm = plan.arms.map(({ name }) => reportedCache(name, sent));
  const reported = perArm.some(({ cached }) => cached > 0) ? perArm : [];
  const isSimulated = plan.arms.every(({ provider }) => startsSimulator(provider));
  if (isSimulated && reported.length === 0) return undefined;
  return { repeats: repeatsOf(sent), reported };
}

function repeatsOf(sent: readonly RequestRecord[]): PromptRepeats | undefined {
  const prompts = new Set(sent.flatMap(({ prompt }) => prompt ?? [])).size;
  if (prompts === 0 || prompts === sent.length) return undefined;
  return { prompts, requests: sent.length, sooner: soonerRepeats(sent) };
}

function soonerRepeats(sent: readonly RequestRecord[]): PromptRepeats["sooner"] {
  const { first, repeated } = timesByTurn(sent);
  if (Math.min(first.length, repeated.length) < FEWEST_PROMPTS) return undefined;
  const [firstMs = 0, repeatedMs = 0] = [medianOf(first), medianOf(repeated)];
  return repeatedMs < CACHED_TTFT_SHARE * firstMs ? { firstMs, repeatedMs } : undefined;
}

/** Times to the first token of answered requests, by whether the prompt had been sent before. */
function timesByTurn(sent: readonly RequestRecord[]) {
  const seen = new Set<number>();
  const first: number[] = [];
  const repeated: number[] = [];
  for (const request of sent) {
    const { prompt, metrics } = request;
    if (prompt === undefined) continue;
    const ttftMs = hasFailed(request) ? undefined : metrics["ttft@wire"];
    if (ttftMs !== undefined) (seen.has(prompt) ? repeated : first).push(ttftMs);
    seen.add(prompt);
  }
  return { first, repeated };
}

function reportedCache(arm: string, sent: readonly RequestRecord[]): ReportedCache {
  const counted = sent.filter((request) => request.arm === arm && !request.warmUp);
  const tokensOf = counted.map((request) => cachedTokens(request)).filter((count) => count > 0);
  const tokens = tokensOf.reduce((sum, count) => sum + count, 0);
  return { arm, requests: counted.length, cached: tokensOf.length, tokens };
}

/** 0 if unknown. A record made by a program for an older release has no input tokens at all. */
function cachedTokens(request: Partial<Pick<RequestRecord, "inputTokens">>): number {
  return request.inputTokens?.cached ?? 0;
}
