import { describe, expect, it } from "vitest";

import {
  ABOVE_0_TO_1,
  FROM_0_TO_1,
  numberFrom,
  POSITIVE,
  requireSettings,
  integerFrom,
} from "../../../src/simulator/settings/require-setting.ts";

describe("requireSettings()", () => {
  it.each([
    {
      name: "integerFrom(1)",
      rule: integerFrom(1),
      good: [1, 64],
      bad: [0, 1.5, Infinity, Number.NaN],
    },
    { name: "numberFrom(0)", rule: numberFrom(0), good: [0, 0.1], bad: [-1, Infinity, Number.NaN] },
    { name: "POSITIVE", rule: POSITIVE, good: [0.1, 7], bad: [0, Infinity, Number.NaN] },
    { name: "FROM_0_TO_1", rule: FROM_0_TO_1, good: [0, 0.5, 1], bad: [-0.1, 1.1, Number.NaN] },
    { name: "ABOVE_0_TO_1", rule: ABOVE_0_TO_1, good: [0.1, 1], bad: [0, 1.1, Number.NaN] },
  ])("takes what holds by the rule $name and refuses the rest", ({ rule, good, bad }) => {
    for (const value of good) requireSettings("work", { value }, rule);
    for (const value of bad) {
      expect(() => requireSettings("work", { value }, rule)).toThrow(`current value is ${value}`);
    }
  });

  it("names the setting, the rule and the value", () => {
    expect(() => requireSettings("cache prompts", { blockTokens: 0 }, integerFrom(1))).toThrow(
      "Cannot cache prompts as blockTokens must be a whole number from 1: current value is 0",
    );
  });
});
