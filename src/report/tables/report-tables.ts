import type { ConcludedRun } from "../conclusions/conclusions.ts";
import { type CheckLine, comparabilityLines, validityLines } from "../words/trust-phrases.ts";
import { armTable } from "./arm-table.ts";
import {
  distributionTable,
  effectSizeTable,
  exploratoryTable,
  primaryTable,
} from "./metric-tables.ts";
import { type Table, text, type Tone } from "./table.ts";

export function reportTables(concluded: ConcludedRun) {
  const { run, conclusions } = concluded;
  const { alpha } = run.plan;
  return {
    primary: primaryTable(conclusions, alpha),
    distribution: distributionTable(conclusions),
    effectSizes: effectSizeTable(conclusions, alpha),
    arms: armTable(concluded),
    comparability: checkTable("Comparability", comparabilityLines(conclusions)),
    validity: checkTable("Validity", validityLines(conclusions)),
    exploratory: exploratoryTable(conclusions, alpha),
  };
}

function checkTable(title: string, checks: readonly CheckLine[]): Table {
  return {
    title,
    columns: [text("Check"), text("Outcome"), text("Finding")],
    rows: checks.map(({ label, outcome, finding }) => {
      const [word, tone] = OUTCOMES[outcome] ?? [outcome.replaceAll("-", " "), "plain"];
      return { tone, cells: [label, word, finding] };
    }),
  };
}

const OUTCOMES: Readonly<Record<string, readonly [word: string, tone: Tone]>> = {
  held: ["passed", "good"],
  degraded: ["degraded", "caution"],
  broken: ["failed", "bad"],
  "not-decided": ["undecided", "caution"],
};
