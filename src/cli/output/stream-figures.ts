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
  /** Tokens of the rate: those of hidden reasoning do not count. */
  readonly visibleTokens: number | undefined;
  /** How they were counted; `estimated` from the number of deltas. */
  readonly tokensSource: Usage["source"] | undefined;
  readonly gapP50Ms: number | undefined;
  readonly gapP95Ms: number | undefined;
  readonly stalls: Stalls | undefined;
  readonly totalMs: number | undefined;
}

/** Computes the figures of a stream at the wire layer. */
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

export function figureLines(
  figures: StreamFigures,
  result: { readonly end: EndReason | undefined; readonly usage: Usage | undefined },
): readonly string[] {
  const { ttftMs, gapP50Ms, gapP95Ms, stalls, totalMs } = figures;
  return [
    `${endWords(result.end)} · ${usageWords(result.usage)}`,
    [
      // The only request of a command opens a connection. On a warm one, as in a benchmark, TTFT is lower.
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

/** Three significant digits, the precision of one measurement. */
function figure(value: number | undefined, unit: string): string {
  if (value === undefined) return "–";
  return `${value >= 100 ? Math.round(value) : Number(value.toPrecision(3))} ${unit}`;
}
