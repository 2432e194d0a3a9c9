import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { formatEffect, formatEffectInterval } from "../../../src/report/words/format-effect.ts";
import {
  formatCount,
  formatDifference,
  formatFigure,
  formatNumber,
  formatP,
  formatShare,
} from "../../../src/report/words/format.ts";

describe("formatNumber()", () => {
  it.each([
    [0, "0"],
    [-0, "0"],
    [40, "40"],
    [1234.5, "1235"],
    [203.4, "203"],
    [12.34, "12.3"],
    [9.996, "10.0"],
    [0.2086, "0.209"],
    [0.0123, "0.012"],
    [-3.456, "−3.46"],
    [-0.001, "−0.001"],
    [0.0004, "<0.001"],
    [-1e-13, ">−0.001"],
    [1_234_567, "1,230,000"],
    [1e15, "1.00e15"],
    [Infinity, "∞"],
    [-Infinity, "−∞"],
  ])("prints %d as %s", (value, text) => {
    expect(formatNumber(value)).toBe(text);
  });
});

describe("formatEffectInterval()", () => {
  const ratio = { scale: "ratio", unit: "ms" } as const;
  const difference = { scale: "difference", unit: "ms" } as const;

  it.each([
    [
      "two digits of half the width",
      { estimate: 1.1203, low: 1.0909, high: 1.1519 },
      "+12.0 % [+9.1, +15.2]",
    ],
    ["a wide interval", { estimate: 8.14, low: 1.27, high: 11.4 }, "×8.1 [1.3, 11.4]"],
    ["a decrease", { estimate: 0.934, low: 0.921, high: 0.947 }, "−6.6 % [−7.9, −5.3]"],
    ["a bound beside “no effect”", { estimate: 1.013, low: 1.003, high: 1.74 }, "+1 % [+0.3, +74]"],
    [
      "nothing finer than can be known",
      { estimate: 1.003, low: 1 + 1e-9, high: 1.036 },
      "+0.3 % [>0, +3.6]",
    ],
    ["an open interval", { estimate: 1.14, low: 0.986, high: Infinity }, "+14 % [−1, +∞]"],
  ])("prints %s", (_, interval, text) => {
    expect(formatEffectInterval(interval, ratio)).toBe(text);
  });

  it.each([
    [{ estimate: 21.04, low: 19.72, high: 22.31 }, "+21.0 ms [+19.7, +22.3]"],
    [{ estimate: 0, low: -1e-13, high: 0 }, "0 ms [<0, 0]"],
    [{ estimate: -0, low: -0, high: 0 }, "0 ms [0, 0]"],
    [{ estimate: 8.7, low: 0.312, high: Infinity }, "+8.7 ms [+0.3, +∞]"],
  ])("prints a difference", (interval, text) => {
    expect(formatEffectInterval(interval, difference)).toBe(text);
  });

  it("shows on which side of “no effect” an interval lies, whatever its size", () => {
    const size = fc
      .tuple(fc.double({ min: -15, max: 9, noNaN: true }), fc.constantFrom(1, -1))
      .map(([power, sign]) => sign * 10 ** power);
    const number = fc.oneof(size, fc.constantFrom(0, -0, Infinity, -Infinity));
    fc.assert(
      fc.property(number, number, number, (...values) => {
        const [low = 0, estimate = 0, high = 0] = values.toSorted((a, b) => a - b);
        const { bounds } = formatEffect({ estimate, low, high }, difference);
        const [lowText = "", highText = ""] = bounds.slice(1, -1).split(", ");

        expect(signOf(lowText)).toBe(Math.sign(low) + 0);
        expect(signOf(highText)).toBe(Math.sign(high) + 0);
        expect(bounds).not.toMatch(/-|±|NaN|e−|−0(?:\.0*)?\b(?!\.\d)/u);
      }),
    );
  });
});

/** The sign that a reader sees: −1, 0 or 1. */
function signOf(text: string): number {
  if (text.startsWith("+") || text.startsWith(">")) return 1;
  return text.startsWith("−") || text.startsWith("<") ? -1 : 0;
}

describe("every format", () => {
  it("has one minus sign, no negative zero and no number without digits", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true }), (value) => {
        for (const text of [formatNumber(value), formatDifference(value, "ms")]) {
          expect(text).not.toMatch(/-|±|NaN|\+−|^−0(?:\.0*)?$/u);
          expect(text).toMatch(/\d|∞/u);
        }
      }),
    );
  });
});

describe("formatP()", () => {
  it.each([
    [0.0002, "p < 0.001"],
    [0.0344, "p = 0.034"],
    [0.5, "p = 0.50"],
    [1, "p = 1"],
  ])("prints %d as %s", (p, text) => {
    expect(formatP(p)).toBe(text);
  });
});

describe("the other formats", () => {
  it("print a dash for what is not known, never 0", () => {
    expect(formatFigure(undefined, "ms")).toBe("–");
  });

  it("print differences with sign and unit", () => {
    expect(formatDifference(12.3, "ms")).toBe("+12.3 ms");
    expect(formatDifference(0, "ms")).toBe("0 ms");
    expect(formatDifference(-0.0001, "ms")).toBe(">−0.001 ms");
  });

  it("print shares and counts", () => {
    expect(formatShare(0.95)).toBe("95 %");
    expect(formatShare(0.0125)).toBe("1.3 %");
    expect(formatShare(0.0001)).toBe("<0.1 %");
    expect(formatShare(0.9999)).toBe("99.9 %");
    expect(formatCount(1, "pair")).toBe("1 pair");
    expect(formatCount(1200, "pair")).toBe("1,200 pairs");
  });
});
