import { describe, expect, it } from "vitest";

import {
  FROM_0_TO_1,
  NUMBER_FROM_0,
  POSITIVE,
  requireSettings,
  wholeFrom,
} from "../../src/simulator/require-setting.ts";

describe("requireSettings()", () => {
  it.each([
    ["wholeFrom(1)", wholeFrom(1), [1, 64], [0, 1.5, Infinity, Number.NaN]],
    ["NUMBER_FROM_0", NUMBER_FROM_0, [0, 0.1], [-1, Infinity, Number.NaN]],
    ["POSITIVE", POSITIVE, [0.1, 7], [0, Infinity, Number.NaN]],
    ["FROM_0_TO_1", FROM_0_TO_1, [0, 0.5, 1], [-0.1, 1.1, Number.NaN]],
  ])("by the rule %s takes what holds and refuses the rest", (_, rule, good, bad) => {
    for (const value of good) requireSettings("work", { value }, rule);
    for (const value of bad) expect(() => requireSettings("work", { value }, rule)).toThrow();
  });

  it("names the setting, the rule and the value", () => {
    expect(() => requireSettings("cache prompts", { blockTokens: 0 }, wholeFrom(1))).toThrow(
      "Cannot cache prompts as blockTokens must be a whole number from 1: current value is 0",
    );
  });
});
