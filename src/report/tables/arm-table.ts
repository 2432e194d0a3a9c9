import type { ArmSummary } from "../conclusions/arms.ts";
import type { ConcludedRun } from "../conclusions/conclusions.ts";
import { armDescription } from "../words/arm-description.ts";
import { failureKinds } from "../words/failure-sentence.ts";
import { formatFigure, formatShare } from "../words/format.ts";
import { numeric, type Table, text } from "./table.ts";

/** Counts of each arm's requests, failures and finish reasons. */
export function armTable({ run: { plan }, conclusions: { arms } }: ConcludedRun): Table {
  return {
    title: "Arms",
    columns: [
      text("Arm"),
      text("Provider · model · buffer"),
      numeric("Requests"),
      text("Failed"),
      numeric("Median tokens"),
      text("Finish reasons"),
      numeric("Warm-up (not counted)"),
    ],
    rows: arms.map((arm, index) => ({
      tone: arm.failed > 0 ? "caution" : "plain",
      cells: [
        arm.name,
        ...plan.arms.slice(index, index + 1).map((one) => armDescription(one)),
        String(arm.requests),
        failedCell(arm),
        formatFigure(arm.medianTokens, ""),
        Object.entries(arm.ends)
          .map(([kind, count]) => `${kind} ${count}`)
          .join(", ") || "–",
        String(arm.warmUp),
      ],
    })),
  };
}

/** `4 (13 %): 503` */
function failedCell({ failed, requests, failures }: ArmSummary): string {
  return failed === 0
    ? "0"
    : `${failed} (${formatShare(failed / requests)}): ${failureKinds(failures)}`;
}
