import type { Run, Validity } from "../../bench/index.ts";
import type { Comparison } from "./comparison.ts";
import type { MetricComparability } from "./comparability.ts";
import type { PairCount } from "./pairs.ts";

/** Whether anything was concluded. */
export type RunOutcome =
  | { readonly kind: "concluded" }
  /** One arm, without a comparison. */
  | { readonly kind: "described" }
  | {
      readonly kind: "no-conclusion";
      readonly because:
        | "invalid"
        | "not-judged"
        /** Stopped before any pair was complete. */
        | "interrupted"
        /** Too few pairs were answered by both arms, because requests failed. */
        | "failures"
        /** No primary metric may be compared. */
        | "not-comparable"
        /** Too few pairs were answered by both arms, or have a value of a primary metric in both arms. */
        | "too-few-pairs";
    };

interface RefusalOptions {
  readonly validity: Validity | undefined;
  readonly pairs: PairCount;
  /** With fewer, there is no interval. */
  readonly fewestPairs: number;
}

/** Returns why no metric may be compared; `undefined` if some may. */
export function refusalOf(
  { manifest: { status } }: Run,
  { validity, pairs, fewestPairs }: RefusalOptions,
): RunOutcome | undefined {
  if (status === "interrupted" && pairs.complete === 0) return refused("interrupted");
  if (isByFailures(pairs, fewestPairs)) return refused("failures");
  if (validity === undefined) return refused("not-judged");
  if (validity.verdict === "invalid") return refused("invalid");
  return pairs.answered >= fewestPairs ? undefined : refused("too-few-pairs");
}

/** Whether there are too few pairs because requests failed. A slow client does not make requests fail. */
function isByFailures({ complete, answered }: PairCount, fewestPairs: number): boolean {
  const isEnough = complete >= fewestPairs || (complete > 0 && answered === 0);
  return isEnough && answered < fewestPairs;
}

/** Returns the outcome of the whole run, from its primary metrics. */
export function outcomeOf(
  refusal: RunOutcome | undefined,
  primary: readonly {
    readonly comparison: Comparison | undefined;
    readonly comparability: MetricComparability | undefined;
  }[],
): RunOutcome {
  if (refusal !== undefined) return refusal;
  if (primary.some(({ comparison }) => comparison !== undefined)) return { kind: "concluded" };
  return primary.some(({ comparability }) => comparability?.kind === "not-comparable")
    ? refused("not-comparable")
    : refused("too-few-pairs");
}

function refused(because: Extract<RunOutcome, { kind: "no-conclusion" }>["because"]): RunOutcome {
  return { kind: "no-conclusion", because };
}
