import type { Conclusions } from "../conclusions/conclusions.ts";
import { CHECK_LABELS, checkFinding } from "./check-finding.ts";
import { describeGate } from "./gate-finding.ts";

/** A printed check: a validity gate or a comparability check. */
export interface CheckLine {
  readonly label: string;
  readonly outcome: string;
  readonly finding: string;
}

/** Returns the comparability checks as printed. */
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

/** Returns the validity gates as printed. */
export function validityLines({ validity }: Pick<Conclusions, "validity">): readonly CheckLine[] {
  return (validity?.gates ?? []).map(describeGate);
}

/** Returns one sentence per check that did not hold. Reports print these above the tables. */
export function warnings(conclusions: Conclusions): readonly string[] {
  return [...validityLines(conclusions), ...comparabilityLines(conclusions)]
    .filter(({ outcome }) => outcome !== "held" && outcome !== "not-measured")
    .map(({ label, finding }) => `${label}: ${finding}`);
}
