import type { Conclusions } from "../conclusions/conclusions.ts";
import { CHECK_LABELS, checkFinding } from "./check-finding.ts";
import { wordedGate } from "./validity-words.ts";

/** A check as reports print it: a gate of the run's validity, or one of comparability. */
export interface CheckLine {
  readonly label: string;
  readonly outcome: string;
  readonly finding: string;
}

/** The checks of comparability, as reports print them. */
export function comparabilityLines({
  comparability,
}: Pick<Conclusions, "comparability">): readonly (CheckLine & { readonly id: string })[] {
  return comparability.map((check) => ({
    id: check.id,
    label: CHECK_LABELS[check.id],
    outcome: check.outcome,
    finding: checkFinding(check),
  }));
}

/** The gates of the run's validity, as reports print them. */
export function validityLines({ validity }: Pick<Conclusions, "validity">): readonly CheckLine[] {
  return (validity?.gates ?? []).map(wordedGate);
}

/** What did not hold, one sentence each. It stands above the tables, where it cannot be missed. */
export function warnings(conclusions: Conclusions): readonly string[] {
  return [...validityLines(conclusions), ...comparabilityLines(conclusions)]
    .filter(({ outcome }) => outcome !== "held" && outcome !== "not-measured")
    .map(({ label, finding }) => `${label}: ${finding}`);
}
