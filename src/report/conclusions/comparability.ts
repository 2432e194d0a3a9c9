import type { RequestRecord, Run } from "../../bench/index.ts";
import { type Random, signFlipTest } from "../../stats/index.ts";
import type { ComparabilityCheck, TreatmentEvidence } from "./comparability-check.ts";
import { hasFailed } from "./failure-kind.ts";
import { lengthCheck } from "./length-check.ts";
import type { MetricFacts } from "./metric-facts.ts";
import type { RequestPair } from "./pairs.ts";

/** A larger difference in the share of a finish reason comes from different limits or filters. */
const LARGEST_END_GAP = 0.1;
/** Significance level at which a check is broken. */
const ALPHA = 0.05;

/**
 * Checks the conditions under which metrics may be compared between the arms. Failures are not a condition but an
 * outcome. A check that has too few pairs to decide does not hold.
 */
export function comparabilityOf(
  run: Run,
  pairs: readonly RequestPair[],
  random: Random,
): readonly ComparabilityCheck[] {
  const answered = pairs.filter(
    ({ baseline, candidate }) => !hasFailed(baseline) && !hasFailed(candidate),
  );
  return [
    treatmentCheck(run),
    tokenSourceCheck(answered),
    lengthCheck(answered),
    endCheck(answered, random),
    exactnessCheck(run, pairs),
  ];
}

/** Informs the reader and never breaks: the plan decides how the arms differ. */
function treatmentCheck({ manifest: { plan } }: Run): ComparabilityCheck {
  const [a, b] = plan.arms;
  const differing: TreatmentEvidence["differing"] =
    a === undefined || b === undefined
      ? []
      : TREATMENTS.filter((part) => JSON.stringify(a[part]) !== JSON.stringify(b[part]));
  return { id: "treatment", outcome: "held", evidence: { differing } };
}

const TREATMENTS = ["provider", "model", "maxOutputTokens", "temperature", "buffer"] as const;

function tokenSourceCheck(answered: readonly RequestPair[]): ComparabilityCheck {
  const id = "token-source";
  if (answered.length === 0) return { id, outcome: "not-measured", evidence: undefined };
  const sources = (arm: "baseline" | "candidate") => [
    ...new Set(answered.map((pair) => pair[arm].tokensSource)),
  ];
  const [baseline, candidate] = [sources("baseline"), sources("candidate")];
  const isAlike = baseline.length === 1 && candidate.length === 1 && baseline[0] === candidate[0];
  return { id, outcome: isAlike ? "held" : "broken", evidence: { baseline, candidate } };
}

function endCheck(answered: readonly RequestPair[], random: Random): ComparabilityCheck {
  const id = "ends";
  const pairs = answered.length;
  if (pairs === 0) return { id, outcome: "not-measured", evidence: undefined };
  const kinds = [
    ...new Set(
      answered.flatMap(({ baseline, candidate }) => [baseline.end.kind, candidate.end.kind]),
    ),
  ];
  const gaps = kinds.map((kind) => endGap(answered, kind, random));
  const large = gaps.filter(
    ({ share }) => Math.abs(share.candidate - share.baseline) > LARGEST_END_GAP,
  );
  const isSure = large.some(({ p }) => p <= ALPHA);
  const shares = (large.length === 0 ? gaps : large).map(({ share }) => share);
  return {
    id,
    outcome: large.length === 0 ? "held" : isSure ? "broken" : "not-decided",
    evidence: { pairs, shares },
  };
}

/** Each arm's share of one finish reason, and p of the difference over the pairs. */
function endGap(
  answered: readonly RequestPair[],
  kind: RequestRecord["end"]["kind"],
  random: Random,
) {
  const hits = answered.map(({ baseline, candidate }) => ({
    baseline: Number(baseline.end.kind === kind),
    candidate: Number(candidate.end.kind === kind),
  }));
  const shareOf = (arm: "baseline" | "candidate") =>
    hits.reduce((sum, hit) => sum + hit[arm], 0) / hits.length;
  const share = { kind, baseline: shareOf("baseline"), candidate: shareOf("candidate") };
  const differences = hits.map(({ baseline, candidate }) => candidate - baseline);
  return { share, p: signFlipTest(differences, { random }) };
}

function exactnessCheck({ manifest }: Run, pairs: readonly RequestPair[]): ComparabilityCheck {
  const id = "exactness";
  if (pairs.length === 0) return { id, outcome: "not-measured", evidence: undefined };
  const answers = pairs.flatMap(({ baseline, candidate }) => [baseline, candidate]);
  const inexact = answers.filter(({ exact }) => !exact).length;
  const replayed = manifest.plan.mode === "replay" ? pairs : [];
  const unlike = replayed.filter((pair) => pair.baseline.textSha256 !== pair.candidate.textSha256);
  return {
    id,
    outcome: inexact + unlike.length === 0 ? "held" : "broken",
    evidence: { answers: answers.length, inexact, pairs: pairs.length, unlike: unlike.length },
  };
}

/** Whether both arms may be compared in one metric. */
export type MetricComparability =
  /** The checks in `unlike` do not hold, which limits what the comparison means. */
  | { readonly kind: "comparable"; readonly unlike: readonly ComparabilityCheck[] }
  | { readonly kind: "not-comparable"; readonly blocker: ComparabilityCheck };

/** Checks of whether whole answers are alike. */
const UNLIKE_ANSWERS = ["lengths", "ends"];

/**
 * Decides whether the arms may be compared on a metric. Metrics of the beginning of an answer always may. Metrics
 * that count tokens need the same way of counting in both arms. Rates and gaps get a note if lengths differ; totals
 * need equally long answers, and an undecided check does not hold. Nothing after the buffer may be compared if the
 * buffer changed the text.
 */
export function comparabilityFor(
  { layer, dependsOn, countsTokens }: MetricFacts,
  checks: readonly ComparabilityCheck[],
): MetricComparability {
  const unmet = (ids: readonly string[]) =>
    checks.filter((check) => ids.includes(check.id) && check.outcome !== "held");

  const [blocker] = [
    ...(layer === "flush"
      ? unmet(["exactness"]).filter(({ outcome }) => outcome === "broken")
      : []),
    ...(countsTokens ? unmet(["token-source"]) : []),
    ...(dependsOn === "whole" ? unmet(UNLIKE_ANSWERS) : []),
  ];
  if (blocker !== undefined) return { kind: "not-comparable", blocker };
  return { kind: "comparable", unlike: dependsOn === "beginning" ? [] : unmet(UNLIKE_ANSWERS) };
}
