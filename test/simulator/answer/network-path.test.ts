import { describe, expect, it } from "vitest";

import { simulateAnswer } from "../../../src/simulator/answer/simulate-answer.ts";

/** Due times of an echo of `count` tokens, generated every 10 ms from 0 on. */
function times(settings: string, count = 6, seed = 1): number[] {
  const words = Array.from({ length: count }, () => "a").join(" ");
  const { tokens } = simulateAnswer({
    model: `fixed:ttftMs=0,itlMs=10${settings}`,
    prompt: `echo: ${words}`,
    seed,
  });
  expect(tokens.map(({ text }) => text).join("")).toBe(words);
  return tokens.map(({ dueMs }) => dueMs);
}

describe("networkPath()", () => {
  it("changes nothing by default", () => {
    expect(times("")).toEqual([0, 10, 20, 30, 40, 50]);
  });

  it("holds each token back for later tokens", () => {
    expect(times(",holdBackTokens=2")).toEqual([20, 30, 40, 50, 50, 50]);
  });

  it("sends at multiples of the batching interval", () => {
    expect(times(",coalesceMs=25")).toEqual([0, 25, 25, 50, 50, 50]);
  });

  it("adds the round-trip time", () => {
    expect(times(",rttMs=30")).toEqual([30, 40, 50, 60, 70, 80]);
  });

  it("sends a small packet once the one before it is acknowledged", () => {
    expect(times(",nagleMs=40", 8)).toEqual([0, 40, 40, 40, 40, 80, 80, 80]);
  });

  it("stalls for the timeout when packets are lost, then delivers the waiting packets at once", () => {
    const due = times(",lossToBad=0.1,lossToGood=1,rtoMs=200", 400, 3);
    const gaps = due.slice(1).map((at, index) => at - (due[index] ?? 0));

    expect(gaps.filter((gap) => gap >= 190).length).toBeGreaterThan(3);
    expect(gaps.filter((gap) => gap === 0).length).toBeGreaterThan(50);
    expect(Math.min(...gaps)).toBe(0);
  });

  it("adds the configured jitter and keeps the order", () => {
    const due = times(",networkJitterMs=3,itlMs=100", 4_000);
    const added = due.map((at, index) => at - index * 100);

    expect(Math.min(...added)).toBeGreaterThanOrEqual(0);
    // The mean of 4,000 exponential draws ± 4 standard errors.
    expect(added.reduce((sum, ms) => sum + ms, 0) / added.length).toBeCloseTo(3, 0.7);
  });

  it("sends several tokens per step with speculative decoding", () => {
    const due = times(",draftTokens=3,acceptance=0.5", 4_000);
    const steps = new Set(due).size;

    // 1 + 0.5 + 0.25 + 0.125 tokens per step.
    expect(4_000 / steps).toBeGreaterThan(1.82);
    expect(4_000 / steps).toBeLessThan(1.93);
  });

  it("slows down over a long answer with drift", () => {
    const due = times(",driftPerThousand=1", 1_001);
    const gap = (place: number) => (due[place] ?? 0) - (due[place - 1] ?? 0);

    expect(gap(1)).toBeCloseTo(10.01, 9);
    expect(gap(1_000)).toBeCloseTo(20, 9);
  });

  it.each(["lognormal", "normal", "gamma"])("spreads gaps as %s around the mean", (shape) => {
    const due = times(`,shape=${shape},tokenSigma=0.2`, 20_000);
    const gaps = due.slice(1).map((at, index) => at - (due[index] ?? 0));
    const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
    const variance = gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / gaps.length;

    // 20,000 draws with a standard deviation of 20 %: 4 standard errors of the mean are 0.06.
    expect(Math.abs(mean - 10)).toBeLessThan(0.06);
    expect(Math.abs(Math.sqrt(variance) - 2)).toBeLessThan(0.1);
  });

  it("draws gaps from measured gaps, scaled to the mean", () => {
    const { tokens } = simulateAnswer(
      {
        model: "fixed:ttftMs=0,itlMs=10,shape=empirical",
        prompt: `echo: ${"a ".repeat(4_000)}`,
        seed: 1,
      },
      { rules: { gapsMs: [1, 1, 1, 97] } },
    );
    const due = tokens.map(({ dueMs }) => dueMs);
    const gaps = due.slice(1).map((at, index) => at - (due[index] ?? 0));
    const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;

    // A standard deviation of 17 over 4,000 draws: 4 standard errors are 1.1.
    expect(Math.abs(mean - 10)).toBeLessThan(1.1);
    // Three of four are the smallest gap; the others are interpolated between the smallest and the largest.
    const least = Math.min(...gaps);
    expect(gaps.filter((gap) => gap < least + 0.001).length / gaps.length).toBeCloseTo(0.75, 1);
    expect(Math.max(...gaps) / least).toBeGreaterThan(80);
  });

  it("requires measured gaps for the empirical shape", () => {
    expect(() => times(",shape=empirical")).toThrow("set gapsMs");
  });

  it("has no spread with the constant shape", () => {
    expect(times(",shape=constant,tokenSigma=0.5")).toEqual([0, 10, 20, 30, 40, 50]);
  });
});
