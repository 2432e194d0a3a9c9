import type { RequestRecord, Run } from "../../bench/index.ts";
import { type Random, signFlipTest } from "../../stats/index.ts";
import type { ComparabilityCheck, TreatmentEvidence } from "./comparability-check.ts";
import { hasFailed } from "./failure-kind.ts";
import { lengthCheck } from "./length-check.ts";
import type { RequestPair } from "./pairs.ts";

/** Ends that differ more than this come from different limits or filters. */
const LARGEST_END_GAP = 0.1;
/** How sure a check must be before it is broken. */
const ALPHA = 0.05;

/**
 * What must be alike in both arms before the metrics that depend on it may be compared. Failures are not
 * among them: they are an outcome. A check that cannot decide with so few pairs does not hold.
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

/** Never breaks: what the arms differ in is the plan's business, but a reader must know it. */
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

/** Share of answers that ended in one way in each arm, and p of the difference over the pairs. */
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
  const unlike =
    manifest.plan.mode === "replay"
      ? pairs.filter(({ baseline, candidate }) => baseline.textSha256 !== candidate.textSha256)
          .length
      : 0;
  return {
    id,
    outcome: inexact + unlike === 0 ? "held" : "broken",
    evidence: { answers: answers.length, inexact, pairs: pairs.length, unlike },
  };
}
