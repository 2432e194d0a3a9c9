import type { Margin, Plan } from "../../bench/index.ts";
import type { DefaultMargin } from "../../metrics/index.ts";
import type { EquivalenceResult, EffectScale } from "./comparison.ts";
import type { MetricFacts } from "./metric-facts.ts";

/** A margin on its own scale, which need not be the comparison's. */
export interface ScaledMargin extends Pick<EquivalenceResult, "scale" | "within" | "margin"> {
  /** The margin's upper edge as a distance on the scale that is tested: log ratio, the unit, or share. */
  readonly distance: number;
}

/**
 * The margin of one metric: what the plan declares, else the metric's own. `undefined` if there is none.
 *
 * Each margin is tested on its own scale: a time that is compared as a ratio may be equivalent within
 * 20 ms. Of a default in both, the larger one decides, at the baseline's median. Only a share of the
 * baseline on a metric that has no ratio is carried over, at the baseline's median as well.
 *
 * @param baseline The baseline's median, or its share of answers with a value above 0.
 */
export function scaledMargin(
  plan: Plan,
  metric: MetricFacts,
  baseline: number,
): ScaledMargin | undefined {
  const declared = declaredMargin(plan, metric) ?? metric.defaultMargin;
  if (declared === undefined) return undefined;
  if (declared.kind === "difference") return byDifference(declared.by, metric);

  const atLeast = declaredLeast(declared);
  if (metric.compareAs === "ratio") {
    return declared.share * baseline >= atLeast
      ? byRatio(declared.share)
      : byDifference(atLeast, metric);
  }
  const carried = byDifference(declared.share * baseline, metric);
  return carried && { ...carried, margin: { kind: "ratio", share: declared.share } };
}

/**
 * The plan's own margin, unless it is a whole share: plans of stored runs may have one in milliseconds, for a
 * metric that has since been compared as a share of answers.
 */
export function declaredMargin({ margins }: Plan, metric: MetricFacts): Margin | undefined {
  const margin = margins[metric.key];
  const isWhole = margin?.kind === "difference" && metric.compareAs === "share" && margin.by >= 1;
  return isWhole ? undefined : margin;
}

/** A default margin's least size in the metric's unit; a plan's share has none. */
function declaredLeast(margin: Margin | DefaultMargin): number {
  return margin.kind === "ratio" && "atLeast" in margin ? margin.atLeast : 0;
}

function byRatio(share: number): ScaledMargin {
  return {
    scale: "ratio",
    within: { low: 1 / (1 + share), high: 1 + share },
    distance: Math.log1p(share),
    margin: { kind: "ratio", share },
  };
}

/** `undefined` if nothing lies within: 5 % of 0 is no margin, and neither is a whole share. */
function byDifference(by: number, { compareAs }: MetricFacts): ScaledMargin | undefined {
  const scale: EffectScale = compareAs === "share" ? "share" : "difference";
  if (!(by > 0) || (scale === "share" && by >= 1)) return undefined;
  return {
    scale,
    within: { low: -by, high: by },
    distance: by,
    margin: { kind: "difference", by },
  };
}
