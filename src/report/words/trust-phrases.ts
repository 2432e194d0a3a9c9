import type { Accuracy, AccuracyFigures } from "../conclusions/accuracy.ts";
import type { Conclusions } from "../conclusions/conclusions.ts";
import { formatCount, formatDifference, formatFigure } from "./format.ts";

/** Returns the client's measurement error in one sentence, which every report prints beside the validity. */
export function accuracySentence(accuracy: Accuracy | undefined): string {
  if (accuracy === undefined) {
    return "Measurement error: unknown, as no server kept a record of an answered request.";
  }
  const { itl, requests, arms } = accuracy;
  const gaps =
    itl === undefined
      ? ""
      : `; gap between tokens ${formatDifference(itl.medianMs, "ms")} (95 % within ${formatFigure(itl.p95SizeMs, "ms")})`;
  const perArm = arms.length > 1 ? arms.map((arm) => `${arm.arm} ${ttftWords(arm)}`) : [];
  return (
    `Measurement error relative to the server’s record, median of ${formatCount(requests, "request")}: ` +
    `time to first token ${perArm.length > 0 ? perArm.join(", ") : ttftWords(accuracy)}${gaps}.`
  );
}

function ttftWords({ ttft }: AccuracyFigures): string {
  return `${formatDifference(ttft.medianMs, "ms")} (95 % within ${formatFigure(ttft.p95SizeMs, "ms")})`;
}

/** Returns whether the run can be trusted, in a short phrase. */
export function validityPhrase({ validity, outcome }: Conclusions): string {
  if (outcome.kind === "no-conclusion" && outcome.because === "interrupted") {
    return "Not checked: the run was interrupted before any pair was complete";
  }
  switch (validity?.verdict) {
    case "valid":
      return "Valid: the client kept up";
    case "degraded":
      return "Degraded: the figures carry the errors listed below";
    case "invalid":
      return "Invalid: the figures cannot be used, for the reasons below";
    case "not-measured":
      return "Not measured: the client was not monitored during the run";
    case undefined:
      return "Not checked: the run ended before its validity was checked";
  }
}
