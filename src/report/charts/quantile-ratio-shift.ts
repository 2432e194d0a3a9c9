import type { Comparison, EffectAtQuantile } from "../conclusions/comparison.ts";
import type { MetricFacts } from "../conclusions/metric-facts.ts";
import { inSentence, quantileName } from "../words/format.ts";
import { metricLabel } from "../words/metric-label.ts";
import { ARM_COLOURS, NEUTRAL } from "./palette.ts";
import { logTicks } from "./scale.ts";
import { type Chart, type Json, rounded } from "./spec.ts";

/**
 * Draws the effect at each quantile: candidate ÷ baseline, or the difference for metrics that can be 0, with
 * intervals. A mean would hide what happens in the tail.
 *
 * The grey band is the margin. Infinite points are omitted and counted in the subtitle.
 */
export function quantileRatioShift(metric: MetricFacts, comparison: Comparison): Chart {
  const drawn = comparison.shifts.filter(
    ({ low, high }) => Number.isFinite(low) && Number.isFinite(high),
  );
  const isRatio = comparison.scale === "ratio";
  const title = `Effect on ${inSentence(metricLabel(metric))} by quantile`;
  const omitted = comparison.shifts.length - drawn.length;

  return {
    id: `shift-${metric.key}`,
    title,
    caption:
      `${isRatio ? "Candidate ÷ baseline" : "Candidate − baseline"} at each quantile, with 95 % intervals. ` +
      `The line at ${isRatio ? "1" : "0"} means no effect; the grey band, if drawn, is the margin within which effects do not matter.`,
    isWide: false,
    view: {
      title: {
        text: metricLabel(metric),
        subtitle: `Effect at each quantile${omitted === 0 ? "" : `; ${omitted} infinite points are not drawn`}`,
      },
      width: 380,
      height: 230,
      layer: [
        ...marginBand(comparison),
        {
          data: { values: [{ none: isRatio ? 1 : 0 }] },
          mark: { type: "rule", color: NEUTRAL, strokeWidth: 1.5, strokeDash: [4, 3] },
          encoding: { y: { field: "none", type: "quantitative" } },
        },
        ...points(drawn, yEncoding(metric, comparison, drawn)),
      ],
    },
  };
}

function points(drawn: readonly EffectAtQuantile[], y: { readonly [name: string]: Json }): Json[] {
  const values = drawn.map(({ quantile, estimate, low, high }) => ({
    quantile: quantileName(quantile),
    estimate: rounded(estimate),
    low: rounded(low),
    high: rounded(high),
  }));
  const x = {
    field: "quantile",
    type: "ordinal",
    sort: null,
    title: "Quantile of requests",
    axis: { labelAngle: 0, grid: false },
  };
  return [
    {
      data: { values },
      mark: { type: "rule", color: ARM_COLOURS.candidate, strokeWidth: 2, opacity: 0.55 },
      encoding: { x, y: { ...y, field: "low" }, y2: { field: "high" } },
    },
    {
      data: { values },
      mark: { type: "point", filled: true, size: 55, color: ARM_COLOURS.candidate, opacity: 1 },
      encoding: { x, y: { ...y, field: "estimate" } },
    },
  ];
}

function yEncoding(
  { unit }: MetricFacts,
  comparison: Comparison,
  drawn: readonly EffectAtQuantile[],
): { readonly [name: string]: Json } {
  if (comparison.scale !== "ratio") {
    return {
      type: "quantitative",
      title: unit === "" ? "Candidate − baseline" : `Candidate − baseline (${unit})`,
      scale: { zero: false },
    };
  }
  const within = marginOf(comparison)?.within;
  const seen = [
    1,
    ...drawn.flatMap(({ low, high }) => [low, high]),
    ...(within ? [within.low, within.high] : []),
  ];
  const domain = [Math.min(...seen) / 1.03, Math.max(...seen) * 1.03];
  return {
    type: "quantitative",
    title: "Candidate ÷ baseline (ratio)",
    scale: { type: "log", domain, nice: false },
    axis: { values: logTicks(domain[0] ?? 0.5, domain[1] ?? 2), format: "~r" },
  };
}

/** A margin in ms cannot be drawn on a ratio axis. */
function marginOf({ scale, equivalence }: Comparison): Comparison["equivalence"] {
  return equivalence?.scale === scale ? equivalence : undefined;
}

function marginBand(comparison: Comparison): Json[] {
  const margin = marginOf(comparison);
  if (margin === undefined) return [];
  const { low, high } = margin.within;
  return [
    {
      data: { values: [{ bandLow: rounded(low), bandHigh: rounded(high) }] },
      mark: { type: "rect", color: NEUTRAL, opacity: 0.16 },
      encoding: {
        y: { field: "bandLow", type: "quantitative" },
        y2: { field: "bandHigh" },
      },
    },
  ];
}
