import { describe, expect, it } from "vitest";

import { normalBelow, normalQuantile } from "../../src/stats/distributions/normal.ts";
import { rankOfLimit, signedRankBelow } from "../../src/stats/distributions/signed-rank.ts";
import { studentTQuantile } from "../../src/stats/distributions/student-t.ts";

const relative = (value: number, expected: number) => Math.abs(value / expected - 1);

// All expected values are from SciPy 1.17.1.

describe("the normal distribution", () => {
  it.each([
    [0.975, 1.959963984540054],
    [1e-10, -6.361340902404056],
    [0.999, 3.090232306167813],
  ])("has at %s the quantile %s", (share, quantile) => {
    expect(relative(normalQuantile(share), quantile)).toBeLessThan(1e-14);
  });

  it.each([
    [-8, 6.22096057427174e-16],
    [-3.1, 0.0009676032132183563],
    [0.3, 0.6179114221889526],
    [4, 0.9999683287581669],
  ])("lies below %s with a chance of %s", (x, chance) => {
    expect(relative(normalBelow(x), chance)).toBeLessThan(1e-13);
  });
});

describe("Student's t", () => {
  it.each([
    [0.975, 10, 2.228138851986274],
    [0.9, 3.7, 1.5575658388615072],
    [0.95, 1, 6.313751514675037],
    [0.8, 200, 0.8434221315354185],
  ])("has at %s with %s degrees the quantile %s", (share, degrees, quantile) => {
    expect(relative(studentTQuantile(share, degrees), quantile)).toBeLessThan(1e-10);
  });
});

describe("the signed-rank statistic", () => {
  // Counted out over all signs in exact integers, in Python.
  it.each([
    { n: 10, count: 8, chance: 0.0244140625, error: 1e-15 },
    { n: 20, count: 52, chance: 0.02422046661376953, error: 1e-15 },
    { n: 50, count: 434, chance: 0.024723203400300875, error: 1e-14 },
    { n: 51, count: 453, chance: 0.024485002365270958, error: 3e-5 },
    { n: 100, count: 1955, chance: 0.02496187980214628, error: 1e-5 },
    { n: 200, count: 8444, chance: 0.02498481564998739, error: 2e-6 },
  ])("of $n pairs is at most $count with a chance of $chance", ({ n, count, chance, error }) => {
    expect(Math.abs(signedRankBelow(n, count) - chance)).toBeLessThan(error);
    // The largest count whose chance is at most 2.5 %: the rank of the limit is one more.
    expect(rankOfLimit(n, 0.025)).toBe(count + 1);
  });
});
