import type { MetricFacts } from "../conclusions/metric-facts.ts";
import { metricLabel } from "../words/metric-label.ts";
import type { ChartView } from "./spec.ts";

/** Returns a log scale for times above 0, and a linear one otherwise. */
export function valueScale(values: readonly number[], unit: string): ChartView {
  const finite = values.filter((value) => Number.isFinite(value));
  const low = finite.reduce((least, value) => Math.min(least, value), Infinity);
  const high = finite.reduce((most, value) => Math.max(most, value), -Infinity);
  if (finite.length === 0 || low <= 0 || (unit !== "ms" && unit !== "s")) {
    // Vega prints NaN on an axis whose domain is a single value.
    const domain: ChartView = low === high ? { domain: [low - 1, high + 1] } : {};
    return { scale: { zero: false, nice: true, ...domain }, axis: { format: "~s" } };
  }
  return logScale(low / 1.04, high * 1.04);
}

export function logScale(low: number, high: number) {
  return {
    scale: { type: "log", domain: [low, high], nice: false },
    axis: { values: logTicks(low, high), format: "~r" },
  };
}

/** Returns a metric's label and unit. */
export function axisTitle(metric: MetricFacts): string {
  const label = metricLabel(metric);
  return metric.unit === "" ? label : `${label} (${metric.unit})`;
}

/** Returns ticks at 1, 2 and 5 in each decade of a wide range, or even round ticks in a narrow one. */
function logTicks(low: number, high: number): number[] {
  const steps = high / low > 30 ? [1, 2, 5] : [1, 1.5, 2, 3, 4, 5, 7];
  const ticks: number[] = [];
  for (let decade = Math.floor(Math.log10(low)); decade <= Math.log10(high); decade++) {
    for (const step of steps) {
      const tick = Number((step * 10 ** decade).toPrecision(3));
      if (tick >= low && tick <= high) ticks.push(tick);
    }
  }
  return ticks.length >= 3 ? ticks : evenTicks(low, high);
}

function evenTicks(low: number, high: number): number[] {
  const rough = (high - low) / 5;
  const unit = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * unit).find((size) => size >= rough) ?? rough;
  const ticks: number[] = [];
  for (let tick = Math.ceil(low / step) * step; tick <= high; tick += step) {
    ticks.push(Number(tick.toPrecision(6)));
  }
  return ticks;
}
