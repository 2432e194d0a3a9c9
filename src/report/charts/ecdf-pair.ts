import type { MetricFacts } from "../conclusions/metric-facts.ts";
import { inSentence } from "../words/format.ts";
import { metricLabel } from "../words/metric-label.ts";
import { colourByArm } from "./palette.ts";
import { axisTitle, valueScale } from "./scale.ts";
import { type Chart, rounded } from "./spec.ts";

/** One arm's values of one metric. A failed request is infinite. */
export interface ArmValues {
  readonly arm: string;
  readonly values: readonly number[];
}

/** A curve with more points looks the same but is larger. */
const MOST_POINTS = 400;

/** Simultaneous confidence of the band around each curve. */
const BAND_CONFIDENCE = 0.95;

/**
 * Draws the empirical distribution of each arm: for every value, the share of requests at or below it.
 *
 * The band is that of Dvoretzky, Kiefer and Wolfowitz, which contains the whole true curve with 95 % confidence. A
 * curve that ends below 100 % has failed requests, which never arrive.
 *
 * Cost: O(n log n).
 *
 * @see P. Massart, "The Tight Constant in the Dvoretzky–Kiefer–Wolfowitz Inequality", Annals of
 * Probability 18(3), 1990.
 */
export function ecdfPair(metric: MetricFacts, arms: readonly ArmValues[]): Chart {
  const rows = arms.flatMap(({ arm, values }) => stepsOf(arm, values));
  const x = {
    field: "x",
    type: "quantitative",
    title: axisTitle(metric),
    ...valueScale(
      rows.map((row) => row.x),
      metric.unit,
    ),
  };
  const color = colourByArm(arms.map(({ arm }) => arm));

  return {
    id: `ecdf-${metric.key}`,
    title: `Distribution of ${inSentence(metricLabel(metric))}`,
    caption:
      "Each curve shows the share of requests at or below a value; further left is lower. " +
      "Each band contains the whole true curve with 95 % confidence. " +
      "A curve that ends below 100 % has failed requests.",
    isWide: false,
    view: {
      title: { text: metricLabel(metric), subtitle: "Distribution over requests" },
      width: 380,
      height: 230,
      data: { values: rows },
      encoding: { x },
      layer: [
        {
          mark: { type: "area", interpolate: "step-after", opacity: 0.13 },
          encoding: {
            y: { field: "low", type: "quantitative", stack: null },
            y2: { field: "high" },
            color,
          },
        },
        {
          mark: { type: "line", interpolate: "step-after", strokeWidth: 2 },
          encoding: {
            color,
            y: {
              field: "share",
              type: "quantitative",
              title: "Share of requests",
              scale: { domain: [0, 1] },
              axis: { format: ".0%", values: [0, 0.25, 0.5, 0.75, 1] },
            },
            strokeDash: {
              field: "arm",
              type: "nominal",
              scale: {
                domain: arms.map(({ arm }) => arm),
                range: [
                  [1, 0],
                  [6, 3],
                ].slice(0, Math.max(1, arms.length)),
              },
            },
          },
        },
      ],
    },
  };
}

/** At most 400 steps of one arm's curve, in ascending order. */
function stepsOf(arm: string, values: readonly number[]) {
  const sorted = values.toSorted((a, b) => a - b);
  const halfBand = Math.sqrt(
    Math.log(2 / (1 - BAND_CONFIDENCE)) / (2 * Math.max(1, sorted.length)),
  );
  const stride = Math.max(1, Math.ceil(sorted.length / MOST_POINTS));
  const rows: { arm: string; x: number; share: number; low: number; high: number }[] = [];

  for (const [index, x] of sorted.entries()) {
    const isLast = index === sorted.length - 1;
    if (!Number.isFinite(x) || (index % stride !== 0 && !isLast)) continue;
    const share = (index + 1) / sorted.length;
    rows.push({
      arm,
      x: rounded(x),
      share: rounded(share),
      low: rounded(Math.max(0, share - halfBand)),
      high: rounded(Math.min(1, share + halfBand)),
    });
  }
  return rows;
}
