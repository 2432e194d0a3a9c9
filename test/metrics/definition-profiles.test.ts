import { describe, expect, it } from "vitest";

import {
  definitionProfileNames,
  definitionProfiles,
  measureAll,
  metricById,
  metricCatalogue,
} from "../../src/metrics/index.ts";
import { itObeysTheMetricLaws } from "../contracts/metric.ts";
import { evenChunks, madeTrace } from "../support/made/made-trace.ts";

const ofProfiles = definitionProfileNames.flatMap((name) => definitionProfiles[name]);

describe.each(ofProfiles.map((metric) => [metric.id, metric] as const))("%s", (_id, metric) => {
  itObeysTheMetricLaws(metric);
});

describe("definitionProfiles", () => {
  it("are found by id, and measured only on request", () => {
    const ids = ofProfiles.map(({ id }) => id);
    const usual = Object.keys(measureAll(madeTrace({ chunks: evenChunks(50, 200, 20) })));

    expect(new Set([...ids, ...metricCatalogue.map(({ id }) => id)]).size).toBe(
      ids.length + metricCatalogue.length,
    );
    expect(ids.map((id) => metricById(id))).toEqual(ofProfiles);
    expect(usual.filter((key) => ids.some((id) => key.startsWith(id)))).toEqual([]);
  });
});

/** FakeAI's metrics of content at these times, at the wire. */
function fakeAi(timesMs: readonly number[]) {
  const chunks = timesMs.map((ms) => [ms, "word"] as const);
  const values = measureAll(madeTrace({ chunks }), definitionProfiles["compat:fakeai"]);
  return {
    jitter: values["fakeai_jitter@wire"],
    smoothness: values["fakeai_smoothness@wire"],
    stalls: values["fakeai_stall_n@wire"],
    variance: values["fakeai_throughput_variance@wire"],
  };
}

/** Times whose gaps are these. */
const after = (gapsMs: readonly number[]) =>
  gapsMs.reduce((times, gap) => [...times, (times.at(-1) ?? 0) + gap], [200]);

describe("compat:fakeai", () => {
  it("agrees with the closed forms of an even stream", () => {
    expect(fakeAi(after(Array.from({ length: 49 }, () => 20)))).toEqual({
      jitter: 0,
      smoothness: 100,
      stalls: 0,
      variance: 0,
    });
  });

  it("is undefined for one token, and mostly for two", () => {
    const nothing = { jitter: undefined, smoothness: undefined, variance: undefined };

    expect(fakeAi([200])).toEqual({ ...nothing, stalls: undefined });
    expect(fakeAi([200, 900])).toEqual({ ...nothing, stalls: 1 });
  });

  it("uses the sample standard deviation for jitter, and its share of the mean for roughness", () => {
    // Gaps 10, 20, 30: mean 20, standard deviation 10.
    expect(fakeAi(after([10, 20, 30]))).toMatchObject({ jitter: 10, smoothness: 50 });
  });

  it("keeps smoothness between 0 and 100", () => {
    expect(fakeAi(after([1, 1, 1, 1_000])).smoothness).toBe(0);
    expect(fakeAi(after([0, 0, 0])).smoothness).toBe(100);
  });

  it("counts gaps longer than half a second as stalls", () => {
    expect(fakeAi(after([500, 500.5, 20, 2_000])).stalls).toBe(2);
  });

  it("compares windows of five tokens, all but the last", () => {
    // Eleven tokens have six windows that count. Their four gaps last 80 ms each, but for the last two, into
    // which gaps of 60 ms come: 120 and 160 ms. So 62.5 four times, 41.667 and 31.25 tokens/s.
    const gaps = [20, 20, 20, 20, 20, 20, 20, 60, 60, 60];
    const throughputs = [62.5, 62.5, 62.5, 62.5, 5 / 0.12, 31.25];
    const mean = throughputs.reduce((sum, one) => sum + one, 0) / 6;
    const squares = throughputs.reduce((sum, one) => sum + (one - mean) ** 2, 0);

    expect(fakeAi(after(gaps)).variance).toBeCloseTo(squares / 5, 9);
    expect(fakeAi(after(gaps.slice(2))).variance).toBeUndefined();
  });

  it("leaves out windows of zero duration", () => {
    const gaps = [0, 0, 0, 0, 0, 20, 20, 20, 20, 20];

    // Windows of 0, 0, 20, 40, 60 and 80 ms.
    const throughputs = [250, 125, 5 / 0.06, 62.5];
    const mean = throughputs.reduce((sum, one) => sum + one, 0) / 4;
    const squares = throughputs.reduce((sum, one) => sum + (one - mean) ** 2, 0);
    expect(fakeAi(after(gaps)).variance).toBeCloseTo(squares / 3, 9);
  });
});
