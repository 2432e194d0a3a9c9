import { EMBEDDED, type RequestRecord, type Run } from "../../bench/index.ts";
import { quantile, sorted } from "../../stats/index.ts";
import { hasFailed } from "../conclusions/failure-kind.ts";
import { formatCount, formatFigure } from "./format.ts";
import { plainText } from "./plain-text.ts";

/** A repeated prompt that is answered in less than this share of the time was not read again. */
const CACHED_TTFT_SHARE = 0.7;

/** Fewer prompts have no median worth a note. */
const FEWEST_PROMPTS = 3;

/**
 * Whether later requests may have been faster only because their prompt had been sent before: how often
 * prompts repeat, how much input the providers reported as cached, and whether repeats were answered
 * much sooner. Nothing for replays, and for the embedded provider as long as it reports no cache.
 */
export function cacheNotes(run: Run): readonly string[] {
  const { plan } = run.manifest;
  if (plan.mode === "replay") return [];
  const sent = run.requests.toSorted((a, b) => a.order - b.order);
  const reported = reportedNotes(run, sent);
  const isEmbedded = plan.arms.every(({ provider }) => provider.kind === EMBEDDED);
  if (isEmbedded && reported.length === 0) return [];
  return [...repeatNotes(sent), ...reported];
}

function repeatNotes(sent: readonly RequestRecord[]): readonly string[] {
  const prompts = new Set(sent.flatMap(({ prompt }) => prompt ?? []));
  if (prompts.size === 0 || prompts.size === sent.length) return [];
  const counts = `${formatCount(prompts.size, "prompt")} for ${formatCount(sent.length, "request")}`;
  const faster = fasterRepeats(sent);
  return [
    faster === undefined
      ? `${counts}: later requests may hit the provider’s prompt cache`
      : `${counts}: repeated prompts were answered ${faster}, as from a prompt cache`,
  ];
}

/** `in a median of 13 ms instead of 100 ms`; `undefined` if repeats are not much faster. */
function fasterRepeats(sent: readonly RequestRecord[]): string | undefined {
  const { first, repeated } = timesByTurn(sent);
  if (Math.min(first.length, repeated.length) < FEWEST_PROMPTS) return undefined;
  const firstMs = quantile(sorted(first), 0.5);
  const repeatedMs = quantile(sorted(repeated), 0.5);
  return repeatedMs < CACHED_TTFT_SHARE * firstMs
    ? `in a median of ${formatFigure(repeatedMs, "ms")} instead of ${formatFigure(firstMs, "ms")}`
    : undefined;
}

/** Times to the first token of answered requests, by whether the prompt had been sent before. */
function timesByTurn(sent: readonly RequestRecord[]) {
  const seen = new Set<number>();
  const times: { readonly first: number[]; readonly repeated: number[] } = {
    first: [],
    repeated: [],
  };
  for (const request of sent) {
    const { prompt, metrics } = request;
    if (prompt === undefined) continue;
    const ttftMs = hasFailed(request) ? undefined : metrics["ttft@wire"];
    if (ttftMs !== undefined) times[seen.has(prompt) ? "repeated" : "first"].push(ttftMs);
    seen.add(prompt);
  }
  return times;
}

function reportedNotes({ manifest }: Run, sent: readonly RequestRecord[]): readonly string[] {
  const perArm = manifest.plan.arms.map(({ name }) => {
    const counted = sent.filter(({ arm, warmUp }) => arm === name && !warmUp);
    const tokensOf = counted.map((request) => cachedTokens(request)).filter((count) => count > 0);
    const tokens = tokensOf.reduce((sum, count) => sum + count, 0);
    return { name: plainText(name), requests: counted.length, cached: tokensOf.length, tokens };
  });
  if (perArm.every(({ cached }) => cached === 0)) return [];
  const listed = perArm.map(
    ({ name, requests, cached, tokens }) =>
      `${name} in ${cached} of ${formatCount(requests, "request")} (${formatCount(tokens, "token")})`,
  );
  return [`Input that the provider reports as cached: ${listed.join(", ")}`];
}

/** 0 if unknown. A record that a program made for an older release has no input tokens at all. */
function cachedTokens(request: Partial<Pick<RequestRecord, "inputTokens">>): number {
  return request.inputTokens?.cached ?? 0;
}
