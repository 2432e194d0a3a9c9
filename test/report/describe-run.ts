import type { Run, StoredRun } from "../../src/bench/index.ts";
import { conclude } from "../../src/report/index.ts";
import { runFacts } from "../../src/report/conclusions/run-facts.ts";
import {
  describeConclusions,
  type DescribedConclusions,
} from "../../src/report/words/described-conclusions.ts";

/** Returns the conclusions from a run with their sentences, as in `report.json`. */
export function describeRun(run: Run | StoredRun): DescribedConclusions {
  return describeConclusions({ run: runFacts(run), conclusions: conclude(run) });
}
