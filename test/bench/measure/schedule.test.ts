import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { readPlan } from "../../../src/bench/index.ts";
import { schedule } from "../../../src/bench/measure/schedule.ts";

const setups = fc.record({
  pairs: fc.integer({ min: 2, max: 40 }),
  warmUp: fc.integer({ min: 0, max: 6 }),
  seed: fc.nat(),
  promptCount: fc.integer({ min: 1, max: 15 }),
});

function trialsOf({
  promptCount,
  ...settings
}: {
  readonly pairs: number;
  readonly warmUp: number;
  readonly seed: number;
  readonly promptCount: number;
}) {
  const plan = readPlan({ name: "p", arms: [{ name: "a" }, { name: "b" }], ...settings });
  return schedule(plan, promptCount);
}

describe("schedule()", () => {
  it("puts the warm-up first and gives every trial an index and a unique id", () => {
    fc.assert(
      fc.property(setups, (setup) => {
        const trials = trialsOf(setup);

        expect(trials.map(({ order }) => order)).toEqual(trials.map((_, index) => index));
        expect(trials.map(({ warmUp }) => warmUp)).toEqual(
          trials.map((_, index) => index < setup.warmUp),
        );
        expect(new Set(trials.map(({ id }) => id)).size).toBe(setup.warmUp + 2 * setup.pairs);
      }),
    );
  });

  it("has each arm once in every pair, side by side, on the same prompt with the same seed", () => {
    fc.assert(
      fc.property(setups, (setup) => {
        const counted = trialsOf(setup).slice(setup.warmUp);

        for (let pair = 0; pair < setup.pairs; pair++) {
          const [first, second] = counted.slice(2 * pair, 2 * pair + 2);
          expect(new Set([first?.arm.name, second?.arm.name])).toEqual(new Set(["a", "b"]));
          expect([first?.pair, first?.prompt, first?.seed]).toEqual([
            pair,
            second?.prompt,
            second?.seed,
          ]);
        }
      }),
    );
  });

  it("repeats no prompt before all have been used once", () => {
    fc.assert(
      fc.property(setups, (setup) => {
        const prompts = trialsOf(setup)
          .filter(({ warmUp, arm }) => !warmUp && arm.name === "a")
          .map(({ prompt }) => prompt);

        for (let from = 0; from + setup.promptCount <= prompts.length; from += setup.promptCount) {
          const once = prompts.slice(from, from + setup.promptCount);
          expect(new Set(once).size).toBe(setup.promptCount);
        }
      }),
    );
  });

  it("lets each arm go first in about half of the pairs", () => {
    const pairs = 2000;
    const counted = trialsOf({ pairs, warmUp: 0, seed: 7, promptCount: 3 });

    const firsts = counted.filter(({ order, arm }) => order % 2 === 0 && arm.name === "a").length;

    // 0.5 ± 3 standard errors.
    expect(firsts / pairs).toBeGreaterThan(0.466);
    expect(firsts / pairs).toBeLessThan(0.534);
  });

  it("is the same for the same seed and another for another", () => {
    const setup = { pairs: 20, warmUp: 2, promptCount: 5 };

    expect(trialsOf({ ...setup, seed: 1 })).toEqual(trialsOf({ ...setup, seed: 1 }));
    expect(trialsOf({ ...setup, seed: 1 })).not.toEqual(trialsOf({ ...setup, seed: 2 }));
  });
});
