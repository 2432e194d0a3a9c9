import fc from "fast-check";
import { describe, expect, it } from "vitest";

import * as stats from "../../src/stats/index.ts";

const random = stats.seededRandom(1);

type Samples = readonly [readonly number[], readonly number[]];

/** Every exported function that takes samples, as a function of two of them. */
const ofSamples: Readonly<Record<string, (samples: Samples) => unknown>> = {
  bootstrapInterval: ([a]) =>
    stats.bootstrapInterval(a, (values) => values[0] ?? 0, { random, resamples: 20 }),
  brunnerMunzel: ([a, b]) => stats.brunnerMunzel(a, b),
  cliffsDelta: ([a, b]) => stats.cliffsDelta(a, b),
  equivalence: ([a]) => stats.equivalence(a, { low: -1, high: 1 }),
  harrellDavis: ([a]) => stats.harrellDavis(stats.sorted(a), 0.3),
  hodgesLehmann: ([a]) => stats.hodgesLehmann(a),
  hodgesLehmannInterval: ([a]) => stats.hodgesLehmannInterval(a),
  mean: ([a]) => stats.mean(a),
  medianOf: ([a]) => stats.medianOf(a),
  pairsToResolve: ([a]) => stats.pairsToResolve(a, 1),
  quantile: ([a]) => stats.quantile(stats.sorted(a), 0.3),
  quantileOf: ([a]) => stats.quantileOf(a, 0.3),
  resampledQuantiles: ([a, b]) => stats.resampledQuantiles(paired(a, b), { random, resamples: 20 }),
  sampleSize: ([a]) => stats.sampleSize(a, 1),
  shift: ([a, b]) => stats.shift(paired(a, b), { random, scale: "difference", resamples: 20 }),
  shiftAt: ([a, b]) =>
    stats
      .resampledQuantiles(paired(a, b), { random, resamples: 20 })
      .map((one) => stats.shiftAt(one, "ratio")),
  signFlipTest: ([a]) => stats.signFlipTest(a, { random, permutations: 99 }),
  signedRankTest: ([a]) => stats.signedRankTest(a, { random, permutations: 99 }),
  signedRanks: ([a]) => stats.signedRanks(a),
  sorted: ([a]) => stats.sorted(a),
  standardDeviation: ([a]) => stats.standardDeviation(a),
  summary: ([a]) => stats.summary(a),
};

/** Every exported function that takes single numbers or counts, as a function of one of them. */
const ofNumbers: Readonly<Record<string, (value: number) => unknown>> = {
  benjaminiHochberg: (value) => stats.benjaminiHochberg([0.2, value]),
  "bootstrapInterval, level": (value) =>
    stats.bootstrapInterval([1, 2], (values) => values[0] ?? 0, { random, level: value }),
  "brunnerMunzel, level": (value) => stats.brunnerMunzel([1, 2], [1, 3], { level: value }),
  "equivalence, alpha": (value) =>
    stats.equivalence(oneToTwenty, { low: -1, high: 1 }, { alpha: value }),
  "equivalence, margin": (value) => stats.equivalence(oneToTwenty, { low: -1, high: value }),
  fewestPairsFor: (value) => stats.fewestPairsFor(value),
  harrellDavisWeights: (value) => stats.harrellDavisWeights(5, value),
  "harrellDavisWeights, n": (value) => stats.harrellDavisWeights(Math.min(value, 99), 0.5),
  "hodgesLehmannInterval, level": (value) =>
    stats.hodgesLehmannInterval(oneToTwenty, { level: value }),
  holm: (value) => stats.holm([0.2, value]),
  newcombeInterval: (value) => stats.newcombeInterval({ hits: 1, of: 3 }, { hits: value, of: 3 }),
  pairedNewcombeInterval: (value) =>
    stats.pairedNewcombeInterval({ both: 1, onlyBaseline: value, onlyCandidate: 2, neither: 3 }),
  "pairsToResolve, margin": (value) => stats.pairsToResolve(oneToTwenty, value),
  "pairsToResolve, alpha": (value) => stats.pairsToResolve(oneToTwenty, 1, { alpha: value }),
  "pairsToResolve, power": (value) => stats.pairsToResolve(oneToTwenty, 1, { power: value }),
  pairsToResolveShares: (value) =>
    stats.pairsToResolveShares({ both: 1, onlyBaseline: 1, onlyCandidate: 2, neither: 3 }, value),
  requireNumbers: (value) => stats.requireNumbers("count", { value }, stats.integerFrom(0)),
  "sampleSize, effect": (value) => stats.sampleSize([1, 2, 4], value),
  seededRandom: (value) => stats.seededRandom(value)(),
  "shift, resamples": (value) =>
    stats.shift(
      [
        [1, 2],
        [3, 5],
      ],
      { random, scale: "ratio", resamples: Math.min(value, 50) },
    ),
  "shift, shares": (value) =>
    stats.shift(
      [
        [1, 2],
        [3, 5],
      ],
      { random, scale: "ratio", shares: [value], resamples: 9 },
    ),
  "signFlipTest, permutations": (value) =>
    stats.signFlipTest([1, 2, 3], { random, permutations: value }),
  "signedRankTest, permutations": (value) =>
    stats.signedRankTest([1, 2, 3], { random, permutations: value }),
  smallestSampleFor: (value) => stats.smallestSampleFor(value),
  wilsonInterval: (value) => stats.wilsonInterval({ hits: value, of: 4 }),
  "wilsonInterval, level": (value) => stats.wilsonInterval({ hits: 1, of: 4 }, { level: value }),
};

const oneToTwenty = Array.from({ length: 20 }, (_, index) => index + 1);

function paired(a: readonly number[], b: readonly number[]) {
  return a.map((value, index) => [value, b[index] ?? value] as const);
}

/** The result, or `undefined` if the function refuses its input with a message of the usual form. */
function resultOf(call: () => unknown): unknown {
  try {
    return call();
  } catch (error) {
    expect(error).toBeInstanceOf(RangeError);
    expect(String(error)).toMatch(
      /^RangeError: Cannot .* as .*: current (value|length)s? (is|are) /s,
    );
    return undefined;
  }
}

/** All numbers in a result, at any depth. */
function numbersIn(result: unknown): number[] {
  if (typeof result === "number") return [result];
  if (result instanceof Float64Array) return [...result];
  return typeof result === "object" && result !== null
    ? Object.values(result).flatMap(numbersIn)
    : [];
}

/** No result is NaN, and no p is 0. */
function expectMeaning(result: unknown, name: string): void {
  expect(numbersIn(result).filter(Number.isNaN)).toEqual([]);
  if (name.endsWith("Test")) for (const p of numbersIn(result)) expect(p).toBeGreaterThan(0);
}

/** Any values, and the ones that break arithmetic. */
const value = fc.oneof(
  fc.constantFrom(Number.NaN, Infinity, -Infinity, 0, -0, -1, 1, 95, 1.5),
  fc.double({ min: -1e9, max: 1e9, noNaN: true }),
  fc.double({ min: 0, max: 1, noNaN: true }),
);
const sample = fc.array(value, { maxLength: 15 });

describe("every exported statistic", () => {
  it("is tested here", () => {
    const tried = new Set(
      [...Object.keys(ofSamples), ...Object.keys(ofNumbers)].map((name) => name.split(",")[0]),
    );
    const functions = Object.entries(stats).filter(([, one]) => typeof one === "function");
    // Chance, and rules for numbers, which calculate nothing.
    const exempt = ["systemRandom", "integerFrom", "numberFrom", "numberBetween", "numberProblem"];

    expect(
      functions.map(([name]) => name).filter((name) => !tried.has(name) && !exempt.includes(name)),
    ).toEqual([]);
  });

  it.each(Object.entries(ofSamples))(
    "%s rejects a bad sample or returns a meaningful result",
    (name, call) => {
      fc.assert(
        fc.property(sample, sample, (a, b) => {
          expectMeaning(
            resultOf(() => call([a, b])),
            name,
          );
        }),
      );
      for (const bad of [[], [Number.NaN], [1, Number.NaN, 3]]) {
        const isEmptyFine = ["summary", "sorted", "medianOf", "quantileOf"].includes(name);
        if (isEmptyFine && bad.length === 0) continue;
        expect(() => call([bad, bad])).toThrow(RangeError);
      }
    },
  );

  it.each(Object.entries(ofNumbers))("%s rejects a bad number", (name, call) => {
    fc.assert(
      fc.property(value, (number) => {
        expectMeaning(
          resultOf(() => call(number)),
          name,
        );
      }),
    );
    for (const bad of [Number.NaN, -Infinity]) expect(() => call(bad)).toThrow(RangeError);
  });
});
