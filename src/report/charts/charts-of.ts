import type { RequestRecord, Run } from "../../bench/index.ts";
import type { Conclusions } from "../conclusions/conclusions.ts";
import type { MetricFacts } from "../conclusions/metric-facts.ts";
import { countedRequests, pairsOf, valueOf } from "../conclusions/pairs.ts";
import { ecdfPair } from "./ecdf-pair.ts";
import { quantileRatioShift } from "./quantile-ratio-shift.ts";
import { runOrder } from "./run-order.ts";
import type { Chart } from "./spec.ts";
import { tokenWaterfall } from "./token-waterfall.ts";

/** Draws a report's charts in reading order: each primary metric, then one answer. */
export function chartsOf(run: Run, { primary }: Conclusions): readonly Chart[] {
  const requests = countedRequests(run);
  const arms = run.manifest.plan.arms.map(({ name }) => name);
  const valuesOf = (metric: MetricFacts) =>
    requests.flatMap((request) => {
      const value = valueOf(request, metric);
      return value === undefined ? [] : [{ arm: request.arm, order: request.order, value }];
    });

  const perMetric = primary.flatMap(({ metric, comparison }) => {
    const values = valuesOf(metric);
    // Failed requests alone cannot be drawn on an axis.
    if (!values.some(({ value }) => Number.isFinite(value))) return [];
    const perArm = arms.map((arm) => ({
      arm,
      values: values.filter((one) => one.arm === arm).map(({ value }) => value),
    }));
    return [
      ecdfPair(metric, perArm),
      ...(comparison?.shifts.length ? [quantileRatioShift(metric, comparison)] : []),
      runOrder(metric, values, arms),
    ];
  });
  return [...perMetric, ...waterfallOf(run, arms)];
}

/** Draws the first pair that both arms answered, or else the first answer. */
function waterfallOf(run: Run, arms: readonly string[]): Chart[] {
  const isDrawable = ({ gapsUs }: RequestRecord) => gapsUs.wire.length > 0;
  const pair = pairsOf(run).find(
    ({ baseline, candidate }) => isDrawable(baseline) && isDrawable(candidate),
  );
  const drawn =
    pair === undefined
      ? countedRequests(run).filter(isDrawable).slice(0, 1)
      : [pair.baseline, pair.candidate];
  return drawn.length === 0 ? [] : [tokenWaterfall(drawn, arms)];
}
