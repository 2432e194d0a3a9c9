import { medianOf } from "../../stats/index.ts";
import type { MetricFacts } from "../conclusions/metric-facts.ts";
import { metricLabel } from "../words/metric-label.ts";
import { formatCount } from "../words/format.ts";
import { byArm, colourByArm } from "./palette.ts";
import { valueScale } from "./scale.ts";
import { type Chart, rounded } from "./spec.ts";

/** One request's value and its position in the run. */
export interface OrderedValue {
  readonly arm: string;
  /** From 0. */
  readonly order: number;
  readonly value: number;
}

const MOST_POINTS_PER_ARM = 400;

/**
 * Draws every request in order of start, with each arm's rolling median. Only this chart shows drift, warm-up and
 * bursts.
 *
 * With more than 400 requests per arm, neighbours are merged at their median.
 *
 * Cost: O(n · w log w), where w is the window of the median.
 */
export function runOrder(
  metric: MetricFacts,
  requests: readonly OrderedValue[],
  arms: readonly string[],
): Chart {
  const finite = requests.filter(({ value }) => Number.isFinite(value));
  const rows = arms.flatMap((arm) => {
    const ofArm = finite.filter((request) => request.arm === arm);
    return rowsOf(arm, ofArm);
  });
  const failed = requests.length - finite.length;
  const values = rows.map(({ value }) => value);
  const x = {
    field: "order",
    type: "quantitative",
    title: "Request, in order of start",
    scale: { nice: false },
    axis: { grid: false, tickCount: 10 },
  };
  const y = {
    type: "quantitative",
    title: metric.unit === "" ? null : metric.unit,
    ...valueScale(values, metric.unit),
  };
  const title = `${metricLabel(metric)} in run order`;

  return {
    id: `order-${metric.key}`,
    title,
    caption:
      "One mark per request; the lines are rolling medians. Flat lines mean no drift during the run.",
    isWide: true,
    view: {
      title: {
        text: title,
        ...(failed > 0 && { subtitle: `${formatCount(failed, "failed request")} not shown` }),
      },
      width: 860,
      height: 200,
      data: { values: rows },
      encoding: { x, color: colourByArm(arms) },
      layer: [
        {
          mark: { type: "point", size: 22, opacity: 0.5 },
          encoding: {
            y: { ...y, field: "value" },
            shape: byArm(arms, ["circle", "cross"]),
          },
        },
        {
          mark: { type: "line", strokeWidth: 2 },
          encoding: { y: { ...y, field: "median" } },
        },
      ],
    },
  };
}

function rowsOf(arm: string, requests: readonly OrderedValue[]) {
  const ordered = requests.toSorted((a, b) => a.order - b.order);
  const groupSize = Math.max(1, Math.ceil(ordered.length / MOST_POINTS_PER_ARM));
  const grouped: Pick<OrderedValue, "order" | "value">[] = [];
  for (let start = 0; start < ordered.length; start += groupSize) {
    const group = ordered.slice(start, start + groupSize);
    grouped.push({ order: median(group, "order"), value: median(group, "value") });
  }
  // About a tenth of the run on each side, so that the line shows drift and not noise.
  const reach = Math.max(2, Math.round(grouped.length / 20));
  return grouped.map(({ order, value }, index) => {
    const near = grouped.slice(Math.max(0, index - reach), index + reach + 1);
    return { arm, order, value: rounded(value), median: rounded(median(near, "value")) };
  });
}

function median(
  rows: readonly Pick<OrderedValue, "order" | "value">[],
  name: "order" | "value",
): number {
  return medianOf(rows.map((row) => row[name])) ?? 0;
}
