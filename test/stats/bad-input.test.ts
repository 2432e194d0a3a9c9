import fc from "fast-check";
import { describe, expect, it } from "vitest";

import * as stats from "../../src/stats/index.ts";
import { signedRanks } from "../../src/stats/signed-rank-test.ts";

const random = stats.seededRandom(1);
const options = { random, shares: [0.1, 0.5, 0.9], resamples: 20 };

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
  resampledQuantiles: ([a, b]) => stats.resampledQuantiles(paired(a, b), options),
  shiftAt: ([a, b]) =>
    stats
      .resampledQuantiles(paired(a, b), options)
      .flatMap((one) => [stats.shiftAt(one, "difference"), stats.shiftAt(one, "ratio")]),
  signFlipTest: ([a]) => stats.signFlipTest(a, { random, permutations: 99 }),
  signedRankTest: ([a]) => stats.signedRankTest(a, { random, permutations: 99 }),
  signedRanks: ([a]) => signedRanks(a),
  sorted: ([a]) => stats.sorted(a),
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
  "harrellDavis, share": (value) => stats.harrellDavis(stats.sorted([1, 2, 4]), value),
  "hodgesLehmannInterval, level": (value) =>
    stats.hodgesLehmannInterval(oneToTwenty, { level: value }),
  holm: (value) => stats.holm([0.2, value]),
  newcombeInterval: (value) => stats.newcombeInterval({ hits: 1, of: 3 }, { hits: value, of: 3 }),
  "newcombeInterval, level": (value) =>
    stats.newcombeInterval({ hits: 1, of: 3 }, { hits: 2, of: 3 }, { level: value }),
  pairedNewcombeInterval: (value) =>
    stats.pairedNewcombeInterval({ both: 1, onlyBaseline: value, onlyCandidate: 2, neither: 3 }),
  "pairedNewcombeInterval, level": (value) =>
    stats.pairedNewcombeInterval(
      { both: 1, onlyBaseline: 1, onlyCandidate: 2, neither: 3 },
      { level: value },
    ),
  "pairsToResolve, margin": (value) => stats.pairsToResolve(oneToTwenty, value),
  "pairsToResolve, alpha": (value) => stats.pairsToResolve(oneToTwenty, 1, { alpha: value }),
  "pairsToResolve, power": (value) => stats.pairsToResolve(oneToTwenty, 1, { power: value }),
  pairsToResolveShares: (value) =>
    stats.pairsToResolveShares({ both: 1, onlyBaseline: 1, onlyCandidate: 2, neither: 3 }, value),
  requireNumbers: (value) => stats.requireNumbers("count", { value }, stats.integerFrom(0)),
  seededRandom: (value) => stats.seededRandom(value)(),
  "resampledQuantiles, resamples": (value) =>
    stats.resampledQuantiles(paired([1, 3], [2, 5]), {
      ...options,
      resamples: Math.min(value, 50),
    }),
  "resampledQuantiles, shares": (value) =>
    stats.resampledQuantiles(paired([1, 3], [2, 5]), { ...options, shares: [value] }),
  "signFlipTest, permutations": (value) =>
    stats.signFlipTest([1, 2, 3], { random, permutations: value }),
  "signedRankTest, permutations": (value) =>
    stats.signedRankTest([1, 2, 3], { random, permutations: value }),
  smallestSampleFor: (value) => stats.smallestSampleFor(value),
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
        const isEmptyFine = ["sorted", "medianOf", "quantileOf"].includes(name);
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
