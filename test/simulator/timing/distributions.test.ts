import { errorFunction, sampleStandardDeviation } from "simple-statistics";
import { describe, expect, it } from "vitest";

import {
  type Draw,
  empirical,
  gamma,
  logNormal,
  truncatedNormal,
} from "../../../src/simulator/timing/distributions.ts";
import { mean, seededRandom } from "../../../src/stats/index.ts";

const DRAWS = 20_000;

function sample(draw: Draw, seed: number | string = 1): number[] {
  const random = seededRandom(seed);
  return Array.from({ length: DRAWS }, () => draw(random));
}

const below = (z: number) => (1 + errorFunction(z / Math.SQRT2)) / 2;

/** The largest distance between the distribution of a sample and the expected one. */
function kolmogorovSmirnov(values: readonly number[], cdf: (value: number) => number): number {
  const distances = values
    .toSorted((a, b) => a - b)
    .map((value, rank) => {
      const share = cdf(value);
      return Math.max(share - rank / values.length, (rank + 1) / values.length - share);
    });
  return Math.max(...distances);
}

/** The distance that only 1 in 1,000 samples of the right distribution exceeds: sqrt(ln(2 / 0.001) / 2 n). */
const largestDistance = (n: number) => Math.sqrt(Math.log(2_000) / (2 * n));

const measured = [
  { value: 8, share: 0.1 },
  { value: 10, share: 0.5 },
  { value: 10, share: 0.6 },
  { value: 20, share: 0.6 },
  { value: 60, share: 1 },
];

const truncatedMean = (sd: number) =>
  1 + (sd * Math.exp(-1 / (2 * sd ** 2))) / Math.sqrt(2 * Math.PI) / below(1 / sd);

describe("every factor", () => {
  it.each([
    ["logNormal(0.5)", logNormal(0.5)],
    ["truncatedNormal(0.2)", truncatedNormal(0.2)],
    ["truncatedNormal(2)", truncatedNormal(2)],
    ["gamma(0.3)", gamma(0.3)],
    ["gamma(1)", gamma(1)],
    ["gamma(25)", gamma(25)],
    ["empirical()", empirical(measured)],
  ])("of %s has the mean 1, is never below 0 and is reproducible", (name, draw) => {
    const values = sample(draw, name);
    const standardError = sampleStandardDeviation(values) / Math.sqrt(DRAWS);

    expect(Math.abs(mean(values) - 1)).toBeLessThan(4 * standardError);
    expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
    expect(sample(draw, name)).toEqual(values);
  });

  it.each([
    ["logNormal(0)", logNormal(0)],
    ["truncatedNormal(0)", truncatedNormal(0)],
  ])("of %s is 1", (_, draw) => {
    expect(new Set(sample(draw))).toEqual(new Set([1]));
  });
});

describe.each<[string, Draw, (value: number) => number]>([
  ["logNormal(0.5)", logNormal(0.5), (x) => below((Math.log(x) + 0.125) / 0.5)],
  ["truncatedNormal(0.2)", truncatedNormal(0.2), (x) => below((x - 1) / 0.2)],
  [
    "truncatedNormal(1)",
    truncatedNormal(1),
    (x) => (below(x * truncatedMean(1) - 1) - below(-1)) / below(1),
  ],
  ["gamma(1)", gamma(1), (x) => 1 - Math.exp(-x)],
  ["gamma(2)", gamma(2), (x) => 1 - Math.exp(-2 * x) * (1 + 2 * x)],
  // Half of the square of a standard normal variable.
  ["gamma(0.5)", gamma(0.5), (x) => errorFunction(Math.sqrt(x / 2))],
])("%s", (name, draw, cdf) => {
  it("follows its distribution function", () => {
    expect(kolmogorovSmirnov(sample(draw, name), cdf)).toBeLessThan(largestDistance(DRAWS));
  });
});

describe("gamma()", () => {
  it.each([0.5, 1, 4, 100])("of the shape %s has the standard deviation 1 / √shape", (shape) => {
    const values = sample(gamma(shape));
    // The variance of a sample variance of gamma factors: (2 + 6 / shape) / n, relative to its square.
    const relativeError = Math.sqrt((2 + 6 / shape) / DRAWS);

    expect(Math.abs(sampleStandardDeviation(values) ** 2 * shape - 1)).toBeLessThan(
      4 * relativeError,
    );
  });
});

describe("empirical()", () => {
  // 0.1 × 8 + 0.4 × 9 + 0.1 × 10 + 0.4 × 40
  const MEAN = 21.4;

  it.each([
    [0, 8],
    [0.05, 8],
    [0.3, 9],
    [0.55, 10],
    [0.8, 40],
    [1 - 2 ** -53, 60],
  ])("maps the share %s to the value %s", (share, value) => {
    expect(empirical(measured)(() => share) * MEAN).toBeCloseTo(value, 9);
  });

  it("follows the distribution of its points", () => {
    const values = sample(empirical(measured)).map((factor) => factor * MEAN);

    for (const [value, expected] of [
      [8, 0.1],
      [9, 0.3],
      [10, 0.6],
      [15, 0.6],
      [40, 0.8],
    ] as const) {
      const share = values.filter((one) => one <= value + 1e-9).length / DRAWS;
      const standardError = Math.sqrt((expected * (1 - expected)) / DRAWS);
      expect(Math.abs(share - expected)).toBeLessThan(4 * standardError);
    }
  });

  it.each([
    [[], "the last share must be 1: current value is 0"],
    [[{ value: 5, share: 0.9 }], "the last share must be 1: current value is 0.9"],
    [[{ value: -1, share: 1 }], "value must be a number from 0: current value is -1"],
    [
      [
        { value: 5, share: 0.5 },
        { value: 4, share: 1 },
      ],
      "value must be a number from 5: current value is 4",
    ],
    [
      [
        { value: 5, share: 0.5 },
        { value: 6, share: 0.4 },
      ],
      "share must be a number from 0.5: current value is 0.4",
    ],
    [[{ value: 0, share: 1 }], "mean must be a positive number: current value is 0"],
  ])("refuses %j", (points, message) => {
    expect(() => empirical(points)).toThrow(message);
  });
});

describe("an invalid distribution", () => {
  it.each([
    ["logNormal(-1)", () => logNormal(-1), "sigma must be a number from 0: current value is -1"],
    ["truncatedNormal(NaN)", () => truncatedNormal(Number.NaN), "sd must be a number from 0"],
    ["gamma(0)", () => gamma(0), "shape must be a positive number: current value is 0"],
  ])("%s is refused", (_, make, message) => {
    expect(make).toThrow(message);
  });
});
