import type { Margin, Plan } from "../bench/index.ts";
import type { Equivalence } from "./conclusions.ts";
import type { MetricFacts } from "./metric-facts.ts";
import { formatShare } from "./format.ts";

/** What nobody would mind: a share of the baseline, and a size below which the share is too strict. */
interface DefaultMargin {
  readonly share: number;
  readonly atLeast?: number;
}

const TTFT: DefaultMargin = { share: 0.05, atLeast: 20 };

/** Metric id → margin, where the plan declares none. Other metrics have none: nobody has said what matters. */
const DEFAULT_MARGINS: Readonly<Record<string, DefaultMargin>> = {
  ttft: TTFT,
  ttft_send: TTFT,
  ttfa: TTFT,
  ttfe: TTFT,
  ttp: TTFT,
  tpot: { share: 0.05 },
  ntpot: { share: 0.05 },
  icl_p95: { share: 0.1 },
  itl_p95: { share: 0.1 },
};

/** A margin on one comparison's scale. */
export interface ScaledMargin extends Pick<Equivalence, "within" | "words"> {
  /** The margin's upper edge as a distance on the scale that is tested: log ratio, or the unit. */
  readonly distance: number;
}

/**
 * The margin of one metric, on the scale of its comparison: what the plan declares, else the default.
 * `undefined` where there is none.
 *
 * A margin in the other kind than the comparison's is taken over at the baseline's median.
 */
export function scaledMargin(
  plan: Plan,
  metric: MetricFacts,
  seen: { readonly scale: "ratio" | "difference"; readonly baselineMedian: number },
): ScaledMargin | undefined {
  const declared = plan.margins[metric.key];
  return declared === undefined
    ? defaultMargin(metric, seen)
    : onScale(declared, words(declared, metric.unit), seen);
}

type Seen = Parameters<typeof scaledMargin>[2];

function defaultMargin(metric: MetricFacts, seen: Seen): ScaledMargin | undefined {
  const known = DEFAULT_MARGINS[metric.key.split("@")[0] ?? ""];
  if (known === undefined) return undefined;
  const { share, atLeast = 0 } = known;
  const said = words({ kind: "ratio", share }, "");
  const asShare = onScale({ kind: "ratio", share }, said, seen);
  if (atLeast === 0) return asShare;

  const together = `${said} or ${atLeast} ${metric.unit}, whichever is more`;
  const asSize = onScale({ kind: "difference", by: atLeast }, together, seen);
  if (asSize === undefined || asShare === undefined) return asShare ?? asSize;
  return asSize.distance > asShare.distance ? asSize : { ...asShare, words: together };
}

function onScale(margin: Margin, inWords: string, seen: Seen): ScaledMargin | undefined {
  const { scale, baselineMedian } = seen;
  const isUsable = Number.isFinite(baselineMedian) && baselineMedian > 0;
  if (margin.kind !== scale && !isUsable) return undefined;

  if (scale === "ratio") {
    const share = margin.kind === "ratio" ? margin.share : margin.by / baselineMedian;
    return {
      within: { low: 1 / (1 + share), high: 1 + share },
      distance: Math.log1p(share),
      words: inWords,
    };
  }
  const by = margin.kind === "difference" ? margin.by : margin.share * baselineMedian;
  return { within: { low: -by, high: by }, distance: by, words: inWords };
}

function words(margin: Margin, unit: string): string {
  return margin.kind === "ratio" ? formatShare(margin.share) : `${margin.by} ${unit}`.trim();
}
