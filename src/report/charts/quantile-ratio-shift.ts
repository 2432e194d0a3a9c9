import type { Comparison, EffectAtQuantile } from "../conclusions/comparison.ts";
import type { MetricFacts } from "../conclusions/metric-facts.ts";
import { inSentence, quantileName } from "../words/format.ts";
import { metricLabel } from "../words/metric-label.ts";
import { ARM_COLOURS, NEUTRAL } from "./palette.ts";
import { logScale } from "./scale.ts";
import { type Chart, type Json, rounded } from "./spec.ts";

/**
 * Draws the effect at each quantile: candidate ÷ baseline, or the difference for metrics that can be 0, with
 * intervals. A mean would hide what happens in the tail.
 *
 * The grey band is the margin. Infinite points are omitted and counted in the subtitle.
 */
export function quantileRatioShift(metric: MetricFacts, comparison: Comparison): Chart {
  const { scale, shifts, equivalence } = comparison;
  const drawn = shifts.filter(({ low, high }) => Number.isFinite(low) && Number.isFinite(high));
  // A margin in ms cannot be drawn on a ratio axis.
  const margins = equivalence?.scale === scale ? [equivalence.within] : [];
  const isRatio = scale === "ratio";
  const effect = isRatio ? "Candidate ÷ baseline" : "Candidate − baseline";
  const unit = isRatio ? "ratio" : metric.unit;
  const bounds = [...drawn, ...margins].flatMap(({ low, high }) => [low, high]);
  const omitted = shifts.length - drawn.length;

  const title = `Effect on ${inSentence(metricLabel(metric))} by quantile`;
  return {
    id: `shift-${metric.key}`,
    title,
    caption:
      `${effect} at each quantile, with 95 % intervals. ` +
      `The line at ${isRatio ? "1" : "0"} means no effect; the grey band, if drawn, is the margin within which effects do not matter.`,
    isWide: false,
    view: {
      title: {
        text: title,
        ...(omitted > 0 && { subtitle: `${omitted} infinite points are not drawn` }),
      },
      width: 380,
      height: 230,
      layer: [
        ...margins.map(marginBand),
        {
          data: { values: [{ none: isRatio ? 1 : 0 }] },
          mark: { type: "rule", color: NEUTRAL, strokeWidth: 1.5, strokeDash: [4, 3] },
          encoding: { y: { field: "none", type: "quantitative" } },
        },
        ...points(drawn, {
          type: "quantitative",
          title: unit === "" ? effect : `${effect} (${unit})`,
          ...(isRatio
            ? logScale(Math.min(1, ...bounds) / 1.03, Math.max(1, ...bounds) * 1.03)
            : { scale: { zero: false } }),
        }),
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

function marginBand({ low, high }: Pick<EffectAtQuantile, "low" | "high">): Json {
  return {
    data: { values: [{ bandLow: rounded(low), bandHigh: rounded(high) }] },
    mark: { type: "rect", color: NEUTRAL, opacity: 0.16 },
    encoding: { y: { field: "bandLow", type: "quantitative" }, y2: { field: "bandHigh" } },
  };
}
