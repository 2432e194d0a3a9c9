import type { Margin, Plan } from "../../bench/index.ts";
import type { DefaultMargin } from "../../metrics/index.ts";
import type { EquivalenceResult, EffectScale } from "./comparison.ts";
import type { MetricFacts } from "./metric-facts.ts";

/** A margin on its scale, which can differ from the comparison's. */
export interface ScaledMargin extends Pick<EquivalenceResult, "scale" | "within" | "margin"> {
  /** The margin's upper edge on the tested scale: a log ratio, a value in the metric's unit, or a share. */
  readonly distance: number;
}

/**
 * Returns the margin of one metric: the one declared in the plan, or else the metric's default; `undefined` if
 * there is none.
 *
 * A margin can have another scale than the comparison: a time that is compared as a ratio can be equivalent within 20 ms. If a
 * default has both a share and a least size, the larger decides at the baseline's median. Only a share of the
 * baseline for a metric without ratios is converted, also at the baseline's median.
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
 * Returns the plan's margin, unless it is a share of 1 or more: plans of older runs can have milliseconds here, for
 * a metric that is now compared by the share of answers.
 */
export function declaredMargin({ margins }: Plan, metric: MetricFacts): Margin | undefined {
  const margin = margins[metric.key];
  const isWhole = margin?.kind === "difference" && metric.compareAs === "share" && margin.by >= 1;
  return isWhole ? undefined : margin;
}

/** The least size of a default margin, in the metric's unit; 0 for a margin from a plan. */
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

/** `undefined` if it is no margin: 5 % of 0, or a share of 1 or more. */
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

/** No run has more pairs than this. */
const MOST_PAIRS = 1_000_000;

/**
 * Returns the number of pairs for a new run, rounded up to two digits; `undefined` if this run already has that
 * many, or if no run has.
 */
export function forecastBeyond(pairs: number, needed: number): number | undefined {
  const step = 10 ** Math.max(0, Math.floor(Math.log10(needed)) - 1);
  const rounded = Math.ceil(needed / step) * step;
  return needed <= pairs || rounded > MOST_PAIRS ? undefined : rounded;
}
