import { expect, it } from "vitest";

import { conclude } from "../../src/report/index.ts";
import { fixtureRun, only } from "./fixture-run.ts";

const PRIMARY = ["ttft@flush", "tpot@flush"];

it("conclude() keeps its false-positive rate on a true null", () => {
  const seeds = 200;
  let different = 0;
  for (let seed = 1; seed <= seeds; seed++) {
    const plan = { primary: PRIMARY };
    const { primary } = conclude(
      fixtureRun({ seed, pairs: 24, noise: 0.2, plan, change: only(...PRIMARY) }),
    );
    if (primary.some(({ verdict }) => verdict?.kind === "different")) different++;
  }

  // α = 0.05 over both metrics together, and 3 standard errors of a rate over 200 runs.
  expect(different / seeds).toBeLessThanOrEqual(0.05 + 3 * Math.sqrt((0.05 * 0.95) / seeds));
}, 60_000);
