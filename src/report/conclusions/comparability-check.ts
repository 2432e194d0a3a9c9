import type { Arm, RequestRecord } from "../../bench/index.ts";
import type { Estimate } from "./comparison.ts";

/** Checks of whether two arms may be compared, each with the numbers behind its outcome. */
export type ComparabilityCheck =
  | CheckOf<"treatment", TreatmentEvidence>
  | CheckOf<"token-source", TokenSourceEvidence>
  | CheckOf<"lengths", LengthEvidence>
  | CheckOf<"ends", EndEvidence>
  | CheckOf<"exactness", ExactnessEvidence>;

interface CheckOf<Id extends string, Evidence> {
  readonly id: Id;
  /** `not-decided`: too few pairs; such a check does not hold. */
  readonly outcome: "held" | "broken" | "not-decided" | "not-measured";
  /** `undefined` exactly if the outcome is `not-measured`. */
  readonly evidence: Evidence | undefined;
}

export interface TreatmentEvidence {
  readonly differing: readonly Exclude<keyof Arm, "name">[];
}

/** How each arm's tokens were counted; more than one entry if its requests differ. */
export interface TokenSourceEvidence {
  readonly baseline: readonly RequestRecord["tokensSource"][];
  readonly candidate: readonly RequestRecord["tokensSource"][];
}

/** Length of the candidate's answers ÷ the baseline's. */
export interface LengthEvidence {
  readonly unit: "tokens" | "characters";
  readonly pairs: number;
  /** The typical ratio of a pair with its 90 % interval, or with the range of all ratios: see `hasInterval`. */
  readonly ratio: Estimate;
  readonly hasInterval: boolean;
  readonly totalRatio: number;
}

/** Finish reasons whose shares differ between the arms; all of them if none does. */
export interface EndEvidence {
  readonly pairs: number;
  /** Share of each arm's answers with one finish reason, in [0, 1]. */
  readonly shares: readonly {
    readonly kind: RequestRecord["end"]["kind"];
    readonly baseline: number;
    readonly candidate: number;
  }[];
}

/** Counts of answers whose text the buffers changed. */
export interface ExactnessEvidence {
  readonly answers: number;
  readonly inexact: number;
  readonly pairs: number;
  /** Pairs of a replay in which the two buffers gave different texts from one recording. */
  readonly unlike: number;
}
