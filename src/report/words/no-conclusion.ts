import type { ConcludedRun } from "../conclusions/conclusions.ts";
import { fewestComparedPairs } from "../conclusions/compare.ts";
import { checkFinding } from "./check-finding.ts";
import { allFailures } from "./failure-sentence.ts";
import { formatCount, inSentence } from "./format.ts";
import { describeGate } from "./gate-finding.ts";

/** Returns why nothing was concluded, as a clause; `undefined` if something was. */
export function whyNoConclusion({ run, conclusions }: ConcludedRun): string | undefined {
  const { outcome, validity, pairs, arms, primary } = conclusions;
  if (outcome.kind !== "no-conclusion") return undefined;
  const fewest = fewestComparedPairs(run.plan.alpha);
  switch (outcome.because) {
    case "interrupted":
      return "the run was interrupted before any pair was complete";
    case "failures":
      return `${allFailures(arms)}${tooFewAnswered(pairs.answered, fewest)}`;
    case "not-judged":
      return "the run ended before its validity was checked, so its figures may reflect the client and not the arms";
    case "invalid": {
      const broken = (validity?.gates ?? []).filter(({ outcome: gate }) => gate === "broken");
      return `the run is invalid (${broken.map((gate) => describeGate(gate).finding).join("; ")})`;
    }
    case "not-comparable": {
      const reasons = primary.flatMap(({ comparability }) =>
        comparability?.kind === "not-comparable"
          ? [inSentence(checkFinding(comparability.blocker))]
          : [],
      );
      return `the arms are not comparable (${[...new Set(reasons)].join("; ")})`;
    }
    case "too-few-pairs":
      return pairs.answered < fewest
        ? `${answeredPairs(pairs.answered)}, but an interval needs at least ${fewest}`
        : "too few pairs have a value of a primary metric in both arms";
  }
}

function tooFewAnswered(answered: number, fewest: number): string {
  if (answered === 0) return ", and no pair was answered by both arms";
  return `, and only ${answeredPairs(answered)}; at least ${fewest} are needed`;
}

function answeredPairs(count: number): string {
  return `${formatCount(count, "pair")} ${count === 1 ? "was" : "were"} answered by both arms`;
}
