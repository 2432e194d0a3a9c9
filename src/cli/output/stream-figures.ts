import type { EndReason, Trace, Usage } from "../../events/index.ts";
import {
  FEWEST_FOR_A_RATE,
  gapsMs,
  metricById,
  type Stalls,
  stallsIn,
  timingAt,
} from "../../metrics/index.ts";
import { quantile, sorted } from "../../stats/index.ts";

/** The figures of one stream, by the definitions of the metrics; `undefined` for what is not known. */
export interface StreamFigures {
  readonly ttftMs: number | undefined;
  readonly tokensPerSecond: number | undefined;
  /** Tokens that the rate is of: without reasoning that was not shown. */
  readonly visibleTokens: number | undefined;
  /** Who counted them; `estimated` by the number of deltas. */
  readonly tokensSource: Usage["source"] | undefined;
  readonly gapP50Ms: number | undefined;
  readonly gapP95Ms: number | undefined;
  readonly stalls: Stalls | undefined;
  readonly totalMs: number | undefined;
}

/** A stream's figures, by what its socket brought. Pure. */
export function streamFigures(trace: Trace): StreamFigures {
  const timing = timingAt(trace, "wire");
  const gaps = gapsMs(timing);
  const gapAt = (share: number) => (gaps.length === 0 ? undefined : quantile(sorted(gaps), share));
  return {
    ttftMs: metricById("ttft")?.measure(timing),
    tokensPerSecond: metricById("tokens_per_second")?.measure(timing),
    visibleTokens: timing.visibleTokens,
    tokensSource: timing.tokensSource,
    gapP50Ms: gapAt(0.5),
    gapP95Ms: gapAt(0.95),
    stalls: stallsIn(gaps),
    totalMs: metricById("e2e_end")?.measure(timing),
  };
}

/** The figures in two lines, for people. */
export function figureLines(
  figures: StreamFigures,
  told: { readonly end: EndReason | undefined; readonly usage: Usage | undefined },
): readonly string[] {
  const { ttftMs, gapP50Ms, gapP95Ms, stalls, totalMs } = figures;
  return [
    `${endWords(told.end)} · ${usageWords(told.usage)}`,
    [
      // A command's only request opens its connection: a benchmark's figure, on a warm one, is lower.
      `TTFT ${figure(ttftMs, "ms")}${ttftMs === undefined ? "" : " (includes connecting)"}`,
      rateWords(figures),
      `gaps p50 ${figure(gapP50Ms, "ms")}, p95 ${figure(gapP95Ms, "ms")}`,
      `stalls ${stalls === undefined ? "–" : stallWords(stalls)}`,
      `total ${figure(totalMs, "ms")}`,
    ].join(" · "),
  ];
}

function endWords(end: EndReason | undefined): string {
  if (end === undefined) return "no end";
  return end.raw === undefined || end.raw === end.kind ? end.kind : `${end.kind} (${end.raw})`;
}

function usageWords(usage: Usage | undefined): string {
  if (usage === undefined) return "usage unknown";
  const { inputTokens, outputTokens, source } = usage;
  const cached = inputTokens.cached ? ` (${inputTokens.cached} cached)` : "";
  const reasoning = outputTokens.reasoning ? ` (${outputTokens.reasoning} reasoning)` : "";
  return (
    `tokens: ${inputTokens.total ?? "–"} in${cached}, ${outputTokens.total ?? "–"} out${reasoning}, ` +
    `by ${source === "provider" ? "the provider" : source === "counted" ? "a tokenizer" : "estimate"}`
  );
}

function rateWords({ tokensPerSecond, visibleTokens = 0, tokensSource }: StreamFigures): string {
  if (tokensPerSecond === undefined || visibleTokens < FEWEST_FOR_A_RATE) return "– tokens/s";
  return `${tokensSource === "estimated" ? "≈" : ""}${figure(tokensPerSecond, "tokens/s")}`;
}

function stallWords({ count, longestMs }: Stalls): string {
  return count === 0 ? "none" : `${count}, the longest ${figure(longestMs, "ms")}`;
}

/** Three digits; a stream is not known more exactly. */
function figure(value: number | undefined, unit: string): string {
  if (value === undefined) return "–";
  return `${value >= 100 ? Math.round(value) : Number(value.toPrecision(3))} ${unit}`;
}
