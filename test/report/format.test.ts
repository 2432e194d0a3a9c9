import { describe, expect, it } from "vitest";

import {
  formatBounds,
  formatCount,
  formatDifference,
  formatFigure,
  formatNumber,
  formatP,
  formatRatio,
  formatShare,
} from "../../src/report/format.ts";

describe("formatNumber()", () => {
  it.each([
    [0, "0"],
    [1234.5, "1235"],
    [203.4, "203"],
    [12.34, "12.3"],
    [0.2086, "0.209"],
    [0.0123, "0.012"],
    [-3.456, "−3.46"],
    [0.0004, "4.0e−4"],
    [1_234_567, "1.23e+6"],
    [Infinity, "∞"],
    [-Infinity, "−∞"],
  ])("prints %d as %s", (value, text) => {
    expect(formatNumber(value)).toBe(text);
  });
});

describe("formatRatio()", () => {
  it.each([
    [1.21, "+21 %"],
    [0.966, "−3.4 %"],
    [1.0001, "±0 %"],
    [2.5, "×2.50"],
    [0.209, "×0.209"],
    [Infinity, "×∞"],
    [0, "×0"],
  ])("prints %d as %s", (ratio, text) => {
    expect(formatRatio(ratio)).toBe(text);
  });
});

describe("formatBounds()", () => {
  it("prints bounds as their estimate is printed", () => {
    expect(formatBounds({ low: 1.9, high: 3 }, { estimate: 2.5, scale: "ratio" })).toBe(
      "[1.90, 3.00]",
    );
    expect(formatBounds({ low: 0.96, high: 2.2 }, { estimate: 1.5, scale: "ratio" })).toBe(
      "[−4, +120]",
    );
    expect(formatBounds({ low: -1, high: Infinity }, { estimate: 5, scale: "difference" })).toBe(
      "[−1.00, +∞]",
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
    expect(formatDifference(0, "ms")).toBe("±0 ms");
  });

  it("print shares and counts", () => {
    expect(formatShare(0.95)).toBe("95 %");
    expect(formatShare(0.0125)).toBe("1.3 %");
    expect(formatCount(1, "pair")).toBe("1 pair");
    expect(formatCount(1200, "pair")).toBe("1,200 pairs");
  });
});
