import type { CheckLine } from "../words/warnings.ts";
import { type Table, text, type Tone } from "./table.ts";

/** Checks with outcome and finding. */
export function checkTable(title: string, checks: readonly CheckLine[]): Table {
  return {
    title,
    columns: [text("Check"), text("Outcome"), text("Finding")],
    rows: checks.map(({ label, outcome, finding }) => ({
      tone: toneOfOutcome(outcome),
      cells: [label, OUTCOMES[outcome] ?? outcome.replaceAll("-", " "), finding],
    })),
  };
}

const OUTCOMES: Readonly<Record<string, string>> = {
  held: "passed",
  broken: "failed",
  "not-decided": "undecided",
};

function toneOfOutcome(outcome: string): Tone {
  switch (outcome) {
    case "held":
      return "good";
    case "degraded":
    case "not-decided":
      return "caution";
    case "broken":
      return "bad";
    default:
      return "plain";
  }
}
