import { describe, expect, it } from "vitest";

import {
  gilbertElliott,
  type GilbertElliottOptions,
} from "../../../src/simulator/timing/gilbert-elliott.ts";
import { mean, seededRandom } from "../../../src/stats/index.ts";

const PACKETS = 200_000;

function losses(options: GilbertElliottOptions, { seed = 1, count = PACKETS } = {}): boolean[] {
  return Array.from({ length: count }, gilbertElliott(options, seededRandom(seed)).isLost);
}

/** Lengths of all runs of lost packets. */
function bursts(lost: readonly boolean[]): number[] {
  const lengths: number[] = [];
  let length = 0;
  for (const isLost of lost) {
    if (isLost) length++;
    else if (length > 0) lengths.push(length);
    if (!isLost) length = 0;
  }
  return lengths;
}

describe("gilbertElliott()", () => {
  it.each([
    { toBad: 0.01, toGood: 0.25, lossGood: 0, lossBad: 1 },
    { toBad: 0.05, toGood: 0.4, lossGood: 0.001, lossBad: 0.5 },
    { toBad: 0.5, toGood: 0.5, lossGood: 0, lossBad: 1 },
    { toBad: 1, toGood: 1, lossGood: 0.1, lossBad: 0.3 },
  ])("has the loss rate of its formula: %j", (options) => {
    const { toBad, toGood, lossGood, lossBad } = options;
    const bad = toBad / (toBad + toGood);
    const expected = lossBad * bad + lossGood * (1 - bad);
    // Losses k packets apart have the covariance (lossBad − lossGood)² × bad × (1 − bad) × memory^k.
    const memory = 1 - toBad - toGood;
    const together = (lossBad - lossGood) ** 2 * bad * (1 - bad) * (memory / (1 - memory));
    const variance = (expected * (1 - expected) + 2 * together) / PACKETS;
    const lossRate = losses(options).filter(Boolean).length / PACKETS;

    expect(Math.abs(lossRate - expected)).toBeLessThan(4 * Math.sqrt(variance));
  });

  it("loses packets in bursts whose lengths are geometric", () => {
    const lengths = bursts(losses({ toBad: 0.02, toGood: 0.2 }));

    // Mean 1 / 0.2, variance (1 − 0.2) / 0.2².
    const standardError = Math.sqrt(0.8 / 0.04 / lengths.length);
    expect(Math.abs(mean(lengths) - 5)).toBeLessThan(4 * standardError);
  });

  it("is as likely to be bad at the first packet as at any other", () => {
    const options = { toBad: 0.1, toGood: 0.1 };
    const firsts = Array.from({ length: 2_000 }, (_, seed) => losses(options, { seed, count: 1 }));
    const lossRate = firsts.filter(([isLost]) => isLost).length / firsts.length;

    // 4 standard errors of a share of a half.
    expect(Math.abs(lossRate - 0.5)).toBeLessThan(4 * Math.sqrt(0.25 / 2_000));
  });

  it("loses nothing if it never turns bad", () => {
    expect(losses({ toBad: 0, toGood: 0.5 })).not.toContain(true);
  });

  it("is reproducible for the same seed", () => {
    const options = { toBad: 0.1, toGood: 0.3 };

    expect(losses(options, { seed: 4 })).toEqual(losses(options, { seed: 4 }));
    expect(losses(options, { seed: 4 })).not.toEqual(losses(options, { seed: 5 }));
  });

  it.each([
    [{ toBad: 0.1, toGood: 0 }, "toGood must be a number above 0, and up to 1: current value is 0"],
    [{ toBad: 1.5, toGood: 1 }, "toBad must be a number from 0 to 1: current value is 1.5"],
    [{ toBad: 0, toGood: 1, lossBad: Number.NaN }, "lossBad must be a number from 0 to 1"],
  ])("refuses %j", (options, message) => {
    expect(() => gilbertElliott(options, seededRandom(1))).toThrow(message);
  });
});
