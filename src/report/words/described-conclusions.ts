import type { ArmSummary } from "../conclusions/arms.ts";
import type { Comparison, EquivalenceResult } from "../conclusions/comparison.ts";
import type { ConcludedRun, Conclusions, MetricConclusion } from "../conclusions/conclusions.ts";
import type { MetricFacts } from "../conclusions/metric-facts.ts";
import { armDescription } from "./arm-description.ts";
import { checkFinding } from "./check-finding.ts";
import { formatMargin } from "./format-effect.ts";
import { inSentence } from "./format.ts";
import { headline } from "./headline.ts";
import { metricLabel } from "./metric-label.ts";
import { whyNoConclusion } from "./no-conclusion.ts";
import { notes } from "./notes.ts";
import { describeGate, type DescribedValidity } from "./gate-finding.ts";
import { verdictPhrase, whyNotComparable } from "./verdict-phrase.ts";
import { type CheckLine, comparabilityLines } from "./warnings.ts";

/** Conclusions with their sentences, as in `report.json`. */
export interface DescribedConclusions extends Omit<
  Conclusions,
  "outcome" | "validity" | "arms" | "comparability" | "primary" | "exploratory"
> {
  /** The verdict in one or two sentences, with absolute values; failed requests come first. */
  readonly headline: string;
  /** Caveats, one sentence each. */
  readonly notes: readonly string[];
  /** `why` is one clause; `undefined` if something was concluded. */
  readonly outcome: Conclusions["outcome"] & { readonly why: string | undefined };
  readonly validity: DescribedValidity | undefined;
  readonly arms: readonly (ArmSummary & {
    /** As in `simulator · fixed · count-or-time (chunks 5)`. */
    readonly description: string;
  })[];
  readonly comparability: readonly (CheckLine & { readonly id: string })[];
  readonly primary: readonly DescribedMetric[];
  readonly exploratory: readonly DescribedMetric[];
}

/** Conclusion about one metric with its sentences. */
export interface DescribedMetric extends Omit<
  MetricConclusion,
  "metric" | "comparability" | "comparison" | "verdict"
> {
  readonly metric: MetricFacts & { readonly label: string };
  readonly comparability:
    | { readonly kind: "comparable"; readonly notes: readonly string[] }
    | { readonly kind: "not-comparable"; readonly why: string }
    | undefined;
  readonly comparison:
    | (Omit<Comparison, "equivalence"> & {
        /** `words` is the margin, as in `5 %` or `20 ms`. */
        readonly equivalence: (EquivalenceResult & { readonly words: string }) | undefined;
      })
    | undefined;
  readonly verdict:
    | (NonNullable<MetricConclusion["verdict"]> & {
        readonly words: string;
        readonly why: string | undefined;
      })
    | undefined;
}

/** Adds to a run's conclusions the sentences that reports print for them. */
export function describeConclusions(concluded: ConcludedRun): DescribedConclusions {
  const { run, conclusions } = concluded;
  return {
    headline: headline(concluded),
    ...conclusions,
    outcome: { ...conclusions.outcome, why: whyNoConclusion(concluded) },
    arms: conclusions.arms.map((summary, index) => {
      const arm = run.plan.arms[index];
      return { ...summary, description: arm === undefined ? "" : armDescription(arm) };
    }),
    comparability: comparabilityLines(conclusions),
    validity: conclusions.validity && {
      ...conclusions.validity,
      gates: conclusions.validity.gates.map(describeGate),
    },
    primary: conclusions.primary.map((one) => describeMetric(one)),
    exploratory: conclusions.exploratory.map((one) => describeMetric(one)),
    notes: notes(concluded),
  };
}

function describeMetric(one: MetricConclusion): DescribedMetric {
  const { metric, comparability, comparison, verdict } = one;
  const { equivalence } = comparison ?? {};
  return {
    ...one,
    metric: {
      ...metric,
      label: metricLabel(metric),
      definition: metric.definition ?? "unknown",
    },
    comparability:
      comparability?.kind === "comparable"
        ? { kind: "comparable", notes: comparability.unlike.map((check) => checkFinding(check)) }
        : comparability && {
            kind: "not-comparable",
            why: inSentence(checkFinding(comparability.blocker)),
          },
    comparison: comparison && {
      ...comparison,
      equivalence: equivalence && { ...equivalence, words: formatMargin(equivalence, metric) },
    },
    verdict: verdict && { ...verdict, words: verdictPhrase(one), why: whyNotComparable(one) },
  };
}
