import type { Accuracy, AccuracyFigures } from "../conclusions/accuracy.ts";
import type { Conclusions } from "../conclusions/conclusions.ts";
import { formatCount, formatDifference, formatFigure } from "./format.ts";

/** The client's measured error in one sentence; it stands in every report beside the validity. */
export function accuracyWords(accuracy: Accuracy | undefined): string {
  if (accuracy === undefined) {
    return "Measuring error: not known, without a server’s own record of an answered request.";
  }
  const { itl, requests, arms } = accuracy;
  const gaps =
    itl === undefined
      ? ""
      : `, gap between tokens ${formatDifference(itl.medianMs, "ms")} (95 % within ${formatFigure(itl.p95SizeMs, "ms")})`;
  const perArm = arms.length > 1 ? arms.map((arm) => `${arm.arm} ${ttftWords(arm)}`) : [];
  return (
    `Measuring error against the server’s own record, median over ${formatCount(requests, "request")}: ` +
    `time to first token ${perArm.length > 0 ? perArm.join(", ") : ttftWords(accuracy)}${gaps}.`
  );
}

function ttftWords({ ttft }: AccuracyFigures): string {
  return `${formatDifference(ttft.medianMs, "ms")} (95 % within ${formatFigure(ttft.p95SizeMs, "ms")})`;
}

/** Whether the run can be trusted, in a few words. */
export function validityWords({ validity, outcome }: Conclusions): string {
  if (outcome.kind === "no-conclusion" && outcome.because === "interrupted") {
    return "Not judged: interrupted before any pair was complete";
  }
  switch (validity?.verdict) {
    case "valid":
      return "Valid: the client kept up";
    case "degraded":
      return "Degraded: read the figures with the errors below";
    case "invalid":
      return "Invalid: the figures mean nothing, for the reasons below";
    case "not-measured":
      return "Not measured: nothing was watched while the requests were made";
    case undefined:
      return "Not judged: the run was ended before it could judge itself";
  }
}
