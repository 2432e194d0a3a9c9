import type { MetricFacts } from "../conclusions/metric-facts.ts";
import { inSentence } from "../words/format.ts";
import { metricLabel } from "../words/metric-label.ts";
import { byArm, colourByArm } from "./palette.ts";
import { axisTitle, valueScale } from "./scale.ts";
import { type Chart, rounded } from "./spec.ts";

/** A curve with more points looks the same but is larger. */
const MOST_POINTS = 400;

const DASHES = [
  [1, 0],
  [6, 3],
];

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
 * @param arms Each arm's values of the metric; a failed request is infinite.
 * @see P. Massart, "The Tight Constant in the Dvoretzky–Kiefer–Wolfowitz Inequality", Annals of
 * Probability 18(3), 1990.
 */
export function ecdfPair(
  metric: MetricFacts,
  arms: readonly { readonly arm: string; readonly values: readonly number[] }[],
): Chart {
  const rows = arms.flatMap(({ arm, values }) => stepsOf(arm, values));
  const values = rows.map((row) => row.x);
  const x = {
    field: "x",
    type: "quantitative",
    title: axisTitle(metric),
    ...valueScale(values, metric.unit),
  };
  const names = arms.map(({ arm }) => arm);
  const color = colourByArm(names);
  const title = `Distribution of ${inSentence(metricLabel(metric))}`;
  return {
    id: `ecdf-${metric.key}`,
    title,
    caption:
      "Each curve shows the share of requests at or below a value; further left is lower. " +
      "Each band contains the whole true curve with 95 % confidence. " +
      "A curve that ends below 100 % has failed requests.",
    isWide: false,
    view: {
      title: { text: title },
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
            strokeDash: byArm(names, DASHES),
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
  return sorted.flatMap((x, index) => {
    const isDrawn = index % stride === 0 || index === sorted.length - 1;
    if (!Number.isFinite(x) || !isDrawn) return [];
    const share = (index + 1) / sorted.length;
    const [low, high] = [Math.max(0, share - halfBand), Math.min(1, share + halfBand)];
    return [{ arm, x: rounded(x), share: rounded(share), low: rounded(low), high: rounded(high) }];
  });
}
