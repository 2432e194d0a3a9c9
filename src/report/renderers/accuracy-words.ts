import type { Accuracy } from "../accuracy.ts";
import { formatCount, formatDifference, formatFigure } from "../format.ts";

/** The client's measured error in one sentence; it stands in every report beside the validity. */
export function accuracyWords(accuracy: Accuracy | undefined): string {
  if (accuracy === undefined) {
    return "Measuring error: not known, as the server does not tell what it did.";
  }
  const { ttft, itl, requests } = accuracy;
  const gaps =
    itl === undefined
      ? ""
      : `, gap between tokens ${formatDifference(itl.medianMs, "ms")} (95 % within ${formatFigure(itl.p95SizeMs, "ms")})`;
  return (
    `Measuring error against the server’s own record, median over ${formatCount(requests, "request")}: ` +
    `time to first token ${formatDifference(ttft.medianMs, "ms")} (95 % within ${formatFigure(ttft.p95SizeMs, "ms")})${gaps}.`
  );
}

/** Whether the run can be trusted, in a few words. */
export function validityWords(verdict: "valid" | "degraded" | "invalid" | undefined): string {
  switch (verdict) {
    case "valid":
      return "Valid: the client kept up";
    case "degraded":
      return "Degraded: read the figures with the errors below";
    case "invalid":
      return "Invalid: the client measured itself";
    case undefined:
      return "Not judged: the run was ended before it could judge itself";
  }
}
