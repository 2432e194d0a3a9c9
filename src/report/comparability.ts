import type { RequestRecord, Run } from "../bench/index.ts";
import { hodgesLehmann, type Random, signFlipTest } from "../stats/index.ts";
import type { ComparabilityCheck } from "./conclusions.ts";
import { describeArm } from "./arms.ts";
import { formatNumber, formatP, formatShare } from "./format.ts";
import { hasFailed } from "./failure-kind.ts";
import type { Pair } from "./pairs.ts";

/** A gap in failures that no chance need explain: the arms answered different questions. */
const LARGEST_FAILURE_GAP = 0.2;
/** A smaller gap than this is let pass even when it is no chance: it moves no median. */
const SMALLEST_FAILURE_GAP = 0.02;
/** Answers that differ more in length than this do not take the same time. */
const LARGEST_TOKEN_RATIO = 1.1;
/** Ends that differ more than this come from different limits or filters. */
const LARGEST_END_GAP = 0.1;
/** How sure a check must be before it forbids a comparison. */
const ALPHA = 0.05;

/**
 * What must hold before two arms may be compared. A check breaks only on what is both large enough to
 * matter and more than chance explains, so that a small run is not refused for its noise.
 */
export function comparabilityOf(
  run: Run,
  pairs: readonly Pair[],
  random: Random,
): readonly ComparabilityCheck[] {
  return [
    treatmentCheck(run),
    failureCheck(pairs, random),
    tokenCheck(pairs, random),
    endCheck(pairs, random),
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

function failureCheck(pairs: readonly Pair[], random: Random): ComparabilityCheck {
  const check = { id: "failures", label: "Failed requests" };
  if (pairs.length === 0) return unmeasured(check, "No pair is complete");
  const { gap, p, baseline, candidate } = shareGap(pairs, hasFailed, random);
  const isBroken =
    Math.abs(gap) > LARGEST_FAILURE_GAP || (Math.abs(gap) > SMALLEST_FAILURE_GAP && p <= ALPHA);
  return {
    ...check,
    outcome: isBroken ? "broken" : "held",
    finding:
      baseline + candidate === 0
        ? "No request failed"
        : `${formatShare(baseline)} of the baseline's requests failed and ${formatShare(candidate)} of the candidate's (${formatP(p)})`,
  };
}

function tokenCheck(pairs: readonly Pair[], random: Random): ComparabilityCheck {
  const check = { id: "tokens", label: "Length of the answers" };
  const answered = pairs.filter(
    ({ baseline, candidate }) => !hasFailed(baseline) && !hasFailed(candidate),
  );
  const sources = new Set(
    answered.flatMap(({ baseline, candidate }) => [baseline.tokensSource, candidate.tokensSource]),
  );
  const logs = answered.flatMap(({ baseline, candidate }) => {
    const [a, b] = [baseline.outputTokens.total, candidate.outputTokens.total];
    return a === undefined || b === undefined || a === 0 || b === 0 ? [] : [Math.log(b / a)];
  });
  if (logs.length < 2) return unmeasured(check, "The numbers of tokens are not known");
  if (
    answered.some(({ baseline, candidate }) => baseline.tokensSource !== candidate.tokensSource)
  ) {
    return {
      ...check,
      outcome: "broken",
      finding: `The arms' tokens were counted in different ways (${[...sources].join(", ")})`,
    };
  }
  const ratio = Math.exp(hodgesLehmann(logs));
  const p = signFlipTest(logs, { random });
  const isBroken = Math.abs(Math.log(ratio)) > Math.log(LARGEST_TOKEN_RATIO) && p <= ALPHA;
  return {
    ...check,
    outcome: isBroken ? "broken" : "held",
    finding: `The candidate's answers are ${ratio === 1 ? "as long as" : `${formatShare(ratio)} as long in tokens as`} the baseline's (${formatP(p)}, counted by: ${[...sources].join(", ")})`,
  };
}

function endCheck(pairs: readonly Pair[], random: Random): ComparabilityCheck {
  const check = { id: "ends", label: "Reasons to end" };
  const answered = pairs.filter(
    ({ baseline, candidate }) => !hasFailed(baseline) && !hasFailed(candidate),
  );
  if (answered.length === 0) return unmeasured(check, "No pair was answered on both sides");
  const kinds = [
    ...new Set(
      answered.flatMap(({ baseline, candidate }) => [baseline.end.kind, candidate.end.kind]),
    ),
  ];
  const gaps = kinds.map((kind) => ({
    kind,
    ...shareGap(answered, ({ end }) => end.kind === kind, random),
  }));
  const [only] = kinds;
  if (only !== undefined && kinds.length === 1) {
    return { ...check, outcome: "held", finding: `Every answer ended with “${only}”` };
  }
  const broken = gaps.filter(({ gap, p }) => Math.abs(gap) > LARGEST_END_GAP && p <= ALPHA);
  return {
    ...check,
    outcome: broken.length === 0 ? "held" : "broken",
    finding: (broken.length === 0 ? gaps : broken)
      .map(
        ({ kind, baseline, candidate }) =>
          `${kind}: ${formatShare(baseline)} and ${formatShare(candidate)}`,
      )
      .join("; "),
  };
}

function exactnessCheck({ manifest }: Run, pairs: readonly Pair[]): ComparabilityCheck {
  const check = { id: "exactness", label: "Text in is text out" };
  const answers = pairs.flatMap(({ baseline, candidate }) => [baseline, candidate]);
  if (answers.length === 0) return unmeasured(check, "No pair is complete");
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
        ? `In ${formatNumber(unlike)} of ${pairs.length} pairs the two buffers gave different texts from one recording`
        : `${answers.length - inexact} of ${answers.length} answers came out of the buffer exactly as they went in`,
  };
}

/** Difference of the shares for which something holds, with its p over the pairs. */
function shareGap(
  pairs: readonly Pair[],
  holds: (request: RequestRecord) => boolean,
  random: Random,
) {
  const share = (of: "baseline" | "candidate") =>
    pairs.filter((pair) => holds(pair[of])).length / pairs.length;
  const [baseline, candidate] = [share("baseline"), share("candidate")];
  const differences = pairs.map(
    (pair) => Number(holds(pair.candidate)) - Number(holds(pair.baseline)),
  );
  const p = signFlipTest(differences, { random });
  return { baseline, candidate, gap: candidate - baseline, p };
}

function unmeasured(
  check: Pick<ComparabilityCheck, "id" | "label">,
  finding: string,
): ComparabilityCheck {
  return { ...check, outcome: "not-measured", finding };
}
