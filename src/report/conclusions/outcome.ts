import type { Run } from "../../bench/index.ts";
import type { ArmSummary, MetricConclusion, RunOutcome } from "./conclusions.ts";
import type { PairCount } from "./pairs.ts";
import { allFailures } from "../words/failure-sentence.ts";
import { formatCount } from "../words/format.ts";
import type { WordedValidity } from "../words/validity-words.ts";

type Refusal = Extract<RunOutcome, { kind: "no-conclusion" }>;

/**
 * Why nothing may be compared at all, before any metric is looked at; `undefined` if something may.
 *
 * @param fewestPairs Below this, there is no interval.
 */
export function refusalOf(
  { manifest: { status } }: Run,
  found: {
    readonly validity: WordedValidity | undefined;
    readonly pairs: PairCount;
    readonly arms: readonly ArmSummary[];
    readonly fewestPairs: number;
  },
): Refusal | undefined {
  const { validity, pairs, arms, fewestPairs } = found;
  if (status === "interrupted" && pairs.complete === 0) {
    return refuse("interrupted", "interrupted before any pair was complete");
  }
  if (isByFailures(pairs, fewestPairs)) {
    return refuse("failures", `${allFailures(arms)}${answeredWords(pairs.answered, fewestPairs)}`);
  }
  if (validity === undefined) {
    return refuse(
      "not-judged",
      "the run was ended before it could judge itself, so its figures may be the client’s own",
    );
  }
  if (validity.verdict === "invalid") {
    const broken = validity.gates.filter(({ outcome }) => outcome === "broken");
    const why = broken.map(({ finding }) => finding).join("; ");
    return refuse("invalid", `the run is invalid (${why})`);
  }
  if (pairs.answered >= fewestPairs) return undefined;
  return refuse(
    "too-few-pairs",
    `${formatCount(pairs.answered, "pair")} ${pairs.answered === 1 ? "was" : "were"} answered by both arms, and an interval needs at least ${fewestPairs}`,
  );
}

/** Whether there are too few pairs because requests failed. No slow client makes a request fail. */
function isByFailures({ complete, answered }: PairCount, fewestPairs: number): boolean {
  const isEnough = complete >= fewestPairs || (complete > 0 && answered === 0);
  return isEnough && answered < fewestPairs;
}

function answeredWords(answered: number, fewest: number): string {
  if (answered === 0) return ", and no pair was answered by both arms";
  return `, and ${formatCount(answered, "pair")} answered by both arms ${answered === 1 ? "is" : "are"} too few: at least ${fewest} are needed`;
}

/** What became of the whole run, from its primary metrics. */
export function outcomeOf(
  refusal: Refusal | undefined,
  primary: readonly MetricConclusion[],
): RunOutcome {
  if (refusal !== undefined) return refusal;
  if (primary.some(({ comparison }) => comparison !== undefined)) return { kind: "concluded" };
  const reasons = primary.flatMap(({ comparability }) =>
    comparability?.kind === "not-comparable" ? [comparability.why] : [],
  );
  return reasons.length > 0
    ? refuse("not-comparable", `the arms are not comparable (${[...new Set(reasons)].join("; ")})`)
    : refuse("too-few-pairs", "too few pairs have a figure of a primary metric on both sides");
}

function refuse(because: Refusal["because"], why: string): Refusal {
  return { kind: "no-conclusion", because, why };
}
