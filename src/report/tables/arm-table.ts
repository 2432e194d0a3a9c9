import type { Arm } from "../../bench/index.ts";
import type { ArmSummary } from "../conclusions/arms.ts";
import type { ConcludedRun } from "../conclusions/conclusions.ts";
import { failureKinds } from "../words/failure-sentence.ts";
import { formatFigure, formatShare } from "../words/format.ts";
import { numeric, type Table, text } from "./table.ts";

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
        armDescription(plan.arms[index]),
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

/** Returns an arm's provider, model and buffer, as in `simulator · fixed · count-or-time (chunks 5)`. */
export function armDescription(arm: Arm | undefined): string {
  if (arm === undefined) return "";
  const { provider, model, buffer } = arm;
  const options = Object.entries(buffer.options).map(([name, value]) => `${name} ${value}`);
  const strategy =
    options.length === 0 ? buffer.strategy : `${buffer.strategy} (${options.join(", ")})`;
  const endpoint =
    provider.baseUrl === undefined ? provider.kind : `${provider.kind} at ${provider.baseUrl}`;
  return [endpoint, model, strategy].join(" · ");
}
