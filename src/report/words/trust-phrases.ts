import type { MeasuringError, Validity } from "../../bench/index.ts";
import type { Accuracy } from "../conclusions/accuracy.ts";
import type { Conclusions } from "../conclusions/conclusions.ts";
import { CHECK_LABELS, checkFinding } from "./check-finding.ts";
import { formatCount, formatDifference, formatFigure } from "./format.ts";
import { describeGate } from "./gate-finding.ts";

/** Returns the client's measurement error in one sentence, which every report prints beside the validity. */
export function accuracySentence(accuracy: Accuracy | undefined): string {
  if (accuracy === undefined) {
    return "Measurement error: unknown, as no server kept a record of an answered request.";
  }
  const { ttft, itl, requests, arms } = accuracy;
  const perArm = arms.map((one) => `${one.arm} ${errorPhrase(one.ttft)}`).join(", ");
  return (
    `Measurement error relative to the server’s record, median of ${formatCount(requests, "request")}: ` +
    `time to first token ${arms.length > 1 ? perArm : errorPhrase(ttft)}` +
    `${itl === undefined ? "" : `; gap between tokens ${errorPhrase(itl)}`}.`
  );
}

function errorPhrase({ medianMs, p95SizeMs }: MeasuringError): string {
  return `${formatDifference(medianMs, "ms")} (95 % within ${formatFigure(p95SizeMs, "ms")})`;
}

/** Returns whether the run can be trusted, in a short phrase. */
export function validityPhrase({ validity, outcome }: Conclusions): string {
  if (outcome.kind === "no-conclusion" && outcome.because === "interrupted") {
    return "Not checked: the run was interrupted before any pair was complete";
  }
  return VALIDITIES[validity?.verdict ?? "not-judged"];
}

const VALIDITIES: Readonly<Record<Validity["verdict"] | "not-judged", string>> = {
  valid: "Valid: the client kept up",
  degraded: "Degraded: the figures carry the errors listed below",
  invalid: "Invalid: the figures cannot be used, for the reasons below",
  "not-measured": "Not measured: the client was not monitored during the run",
  "not-judged": "Not checked: the run ended before its validity was checked",
};

/** A printed check: a validity gate or a comparability check. */
export interface CheckLine {
  readonly label: string;
  readonly outcome: string;
  readonly finding: string;
}

export function comparabilityLines({ comparability }: Pick<Conclusions, "comparability">) {
  return comparability.map((check) => {
    const { id, outcome } = check;
    return { id, label: CHECK_LABELS[id], outcome, finding: checkFinding(check) };
  });
}

export function validityLines({ validity }: Pick<Conclusions, "validity">): readonly CheckLine[] {
  return (validity?.gates ?? []).map(describeGate);
}

/** Returns one sentence per check that did not hold. Reports print these above the tables. */
export function warnings(conclusions: Conclusions): readonly string[] {
  return [...validityLines(conclusions), ...comparabilityLines(conclusions)]
    .filter(({ outcome }) => outcome !== "held" && outcome !== "not-measured")
    .map(({ label, finding }) => `${label}: ${finding}`);
}
