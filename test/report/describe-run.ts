import type { Run, StoredRun } from "../../src/bench/index.ts";
import { conclude } from "../../src/report/index.ts";
import { runFacts } from "../../src/report/conclusions/conclusions.ts";
import { describeConclusions } from "../../src/report/renderers/json.ts";

/** Returns the conclusions from a run with their sentences, as in `report.json`. */
export function describeRun(run: Run | StoredRun) {
  return describeConclusions({ run: runFacts(run), conclusions: conclude(run) });
}
