import type { RequestRecord, Run } from "../../bench/index.ts";
import { type Random, signFlipTest } from "../../stats/index.ts";
import type { ComparabilityCheck } from "./metric-comparability.ts";
import { describeArm } from "./arms.ts";
import { hasFailed } from "./failure-kind.ts";
import { formatShare } from "../words/format.ts";
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
  const differing =
    a === undefined || b === undefined
      ? []
      : [
          ...(describeArm({ ...a, model: "", buffer: b.buffer }) ===
          describeArm({ ...b, model: "" })
            ? []
            : ["provider"]),
          ...(a.model === b.model ? [] : ["model"]),
          ...(a.maxOutputTokens === b.maxOutputTokens ? [] : ["longest answer"]),
          ...(a.temperature === b.temperature ? [] : ["temperature"]),
          ...(JSON.stringify(a.buffer) === JSON.stringify(b.buffer) ? [] : ["buffer"]),
        ];
  const [only, ...more] = differing;
  return {
    id: "treatment",
    label: "What differs",
    outcome: "held",
    finding:
      only === undefined
        ? "The arms are alike: what is seen is chance"
        : more.length === 0
          ? `The arms differ in one thing: ${only}`
          : `The arms differ in several things (${differing.join(", ")}): the effect belongs to all of them together`,
  };
}

function tokenSourceCheck(answered: readonly RequestPair[]): ComparabilityCheck {
  const check = { id: "token-source", label: "How tokens were counted" };
  if (answered.length === 0) return unmeasured(check);
  const sources = (of: "baseline" | "candidate") => [
    ...new Set(answered.map((pair) => pair[of].tokensSource)),
  ];
  const [a, b] = [sources("baseline"), sources("candidate")];
  const isAlike = a.length === 1 && b.length === 1 && a[0] === b[0];
  return {
    ...check,
    outcome: isAlike ? "held" : "broken",
    finding: isAlike
      ? `In both arms tokens are ${SOURCE_WORDS[a[0] ?? "estimated"]}`
      : `Tokens are ${a.map((one) => SOURCE_WORDS[one]).join(" or ")} in the baseline and ${b.map((one) => SOURCE_WORDS[one]).join(" or ")} in the candidate`,
  };
}

const SOURCE_WORDS: Readonly<Record<RequestRecord["tokensSource"], string>> = {
  provider: "counted by the provider",
  counted: "counted by a tokenizer",
  estimated: "estimated from the deltas",
};

function endCheck(answered: readonly RequestPair[], random: Random): ComparabilityCheck {
  const check = { id: "ends", label: "Reasons to end" };
  if (answered.length === 0) return unmeasured(check);
  const kinds = [
    ...new Set(
      answered.flatMap(({ baseline, candidate }) => [baseline.end.kind, candidate.end.kind]),
    ),
  ];
  const [only] = kinds;
  if (only !== undefined && kinds.length === 1) {
    return { ...check, outcome: "held", finding: `Every answer ended with “${only}”` };
  }
  const gaps = kinds.map((kind) => ({ kind, ...endGap(answered, kind, random) }));
  const large = gaps.filter(({ gap }) => Math.abs(gap) > LARGEST_END_GAP);
  const isSure = large.some(({ p }) => p <= ALPHA);
  const shares = (large.length === 0 ? gaps : large)
    .map(
      ({ kind, baseline, candidate }) =>
        `${kind}: ${formatShare(baseline)} and ${formatShare(candidate)}`,
    )
    .join("; ");
  return {
    ...check,
    outcome: large.length === 0 ? "held" : isSure ? "broken" : "not-decided",
    finding:
      large.length === 0 || isSure
        ? shares
        : `${shares}; ${answered.length} pairs are too few to tell it from chance`,
  };
}

/** Share of answers that ended in one way in each arm, and p of the difference over the pairs. */
function endGap(answered: readonly RequestPair[], kind: string, random: Random) {
  const hits = answered.map(({ baseline, candidate }) => ({
    baseline: Number(baseline.end.kind === kind),
    candidate: Number(candidate.end.kind === kind),
  }));
  const share = (of: "baseline" | "candidate") =>
    hits.reduce((sum, hit) => sum + hit[of], 0) / hits.length;
  const [baseline, candidate] = [share("baseline"), share("candidate")];
  const p = signFlipTest(
    hits.map((hit) => hit.candidate - hit.baseline),
    { random },
  );
  return { baseline, candidate, gap: candidate - baseline, p };
}

function exactnessCheck({ manifest }: Run, pairs: readonly RequestPair[]): ComparabilityCheck {
  const check = { id: "exactness", label: "Text in is text out" };
  const answers = pairs.flatMap(({ baseline, candidate }) => [baseline, candidate]);
  if (answers.length === 0) {
    return { ...check, outcome: "not-measured", finding: "No pair is complete" };
  }
  const inexact = answers.filter(({ exact }) => !exact).length;
  const unlike =
    manifest.plan.mode === "replay"
      ? pairs.filter(({ baseline, candidate }) => baseline.textSha256 !== candidate.textSha256)
          .length
      : 0;
  return {
    ...check,
    outcome: inexact + unlike === 0 ? "held" : "broken",
    finding:
      unlike > 0
        ? `In ${unlike} of ${pairs.length} pairs the two buffers gave different texts from one recording`
        : `${answers.length - inexact} of ${answers.length} answers came out of the buffer exactly as they went in`,
  };
}

function unmeasured(check: Pick<ComparabilityCheck, "id" | "label">): ComparabilityCheck {
  return { ...check, outcome: "not-measured", finding: "No pair was answered by both arms" };
}
