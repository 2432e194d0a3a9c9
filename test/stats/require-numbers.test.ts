import { describe, expect, it } from "vitest";

import {
  ABOVE_0_TO_1,
  FROM_0_TO_1,
  integerFrom,
  numberBetween,
  numberFrom,
  POSITIVE,
  POSITIVE_OR_INFINITE,
  requireNumbers,
} from "../../src/stats/index.ts";

describe("requireNumbers()", () => {
  it.each([
    {
      name: "integerFrom(1)",
      rule: integerFrom(1),
      good: [1, 64],
      bad: [0, 1.5, Infinity, Number.NaN],
    },
    { name: "integerFrom(0, 9)", rule: integerFrom(0, 9), good: [0, 9], bad: [-1, 10] },
    { name: "numberFrom(0)", rule: numberFrom(0), good: [0, 0.1], bad: [-1, Infinity, Number.NaN] },
    { name: "numberFrom(0, 2)", rule: numberFrom(0, 2), good: [0, 2], bad: [-0.1, 2.1] },
    {
      name: "numberBetween(0, 1)",
      rule: numberBetween(0, 1),
      good: [0.5],
      bad: [0, 1, Number.NaN],
    },
    { name: "POSITIVE", rule: POSITIVE, good: [0.1, 7], bad: [0, Infinity, Number.NaN] },
    {
      name: "POSITIVE_OR_INFINITE",
      rule: POSITIVE_OR_INFINITE,
      good: [1, Infinity],
      bad: [0, NaN],
    },
    { name: "FROM_0_TO_1", rule: FROM_0_TO_1, good: [0, 0.5, 1], bad: [-0.1, 1.1, Number.NaN] },
    { name: "ABOVE_0_TO_1", rule: ABOVE_0_TO_1, good: [0.1, 1], bad: [0, 1.1, Number.NaN] },
  ])("accepts what obeys $name and throws for the rest", ({ rule, good, bad }) => {
    for (const value of good) requireNumbers("work", { value }, rule);
    for (const value of bad) {
      expect(() => requireNumbers("work", { value }, rule)).toThrow(`current value is ${value}`);
    }
  });

  it.each([
    [integerFrom(1), "a whole number from 1"],
    [integerFrom(0, 65_535), "a whole number from 0 to 65535"],
    [numberFrom(0.5), "a number from 0.5"],
    [FROM_0_TO_1, "a number from 0 to 1"],
    [numberBetween(0, 1), "between 0 and 1"],
  ])("puts a rule into words", ({ words }, expected) => {
    expect(words).toBe(expected);
  });

  it("names the purpose, the number, the rule and the value", () => {
    expect(() => requireNumbers("cache prompts", { blockTokens: 0 }, integerFrom(1))).toThrow(
      new RangeError(
        "Cannot cache prompts as blockTokens must be a whole number from 1: current value is 0",
      ),
    );
  });
});
