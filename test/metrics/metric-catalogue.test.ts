import { describe, expect, it } from "vitest";

import {
  measureAll,
  metricById,
  metricCatalogue,
  splitMetricKey,
} from "../../src/metrics/index.ts";
import { itObeysTheMetricLaws } from "../contracts/metric.ts";
import { evenChunks, madeTrace } from "../support/made/made-trace.ts";

describe.each(metricCatalogue.map((metric) => [metric.id, metric] as const))(
  "%s",
  (_id, metric) => {
    itObeysTheMetricLaws(metric);
  },
);

describe("measureAll()", () => {
  it("agrees with the closed forms: first content at F, gap g, role chunk at r, n tokens", () => {
    const [n, F, g, r] = [50, 200, 20, 150];
    const values = measureAll(
      madeTrace({
        chunks: evenChunks(n, F, g),
        roleMs: r,
        headersMs: 140,
        sentMs: 5,
        outputTokens: n,
      }),
    );

    expect(values).toMatchObject({
      "ttfb@wire": 135,
      "ttfe@wire": r - 5,
      "ttft@wire": F,
      "ttft_send@wire": F - 5,
      "ttfa@wire": F,
      "ttst@wire": g,
      "e2e@wire": F + (n - 1) * g,
      "n@wire": n,
      "tpot@wire": g,
      "ntpot@wire": (F + (n - 1) * g) / n,
      "icl@wire": g,
      "itl@wire": g,
      "tokens_per_second@wire": 1000 / g,
      "jitter_sd@wire": 0,
      "jitter_cv@wire": 0,
      "jitter_mad@wire": 0,
      "jitter_rfc3550_nominal@wire": 0,
      "stall_n@wire": 0,
      "burst_zero@wire": 0,
      "longest_freeze@wire": g,
      "flushes_per_s@wire": 1000 / g,
    });
  });

  it("measures the delay that a buffer adds and the updates that it saves", () => {
    // Five tokens each 20 ms, let through with the last: they wait 80, 60, 40, 20 and 0 ms.
    const values = measureAll(
      madeTrace({
        chunks: evenChunks(10, 200, 20),
        flushes: [
          [280, 20],
          [380, 20],
        ],
        outputTokens: 10,
      }),
    );

    expect(values).toMatchObject({
      "added_delay@flush": 40,
      "added_delay_max@flush": 80,
      "ttft@flush": 280,
      "icl@flush": 100,
      "itl@flush": 20,
      "flushes_per_s@flush": 10,
      "icl@wire": 20,
    });
  });

  it("gives a token to the flush that shows its last character", () => {
    // "wo", then "rdwo", then "rd": half a word is no token.
    const values = measureAll(
      madeTrace({
        chunks: evenChunks(2, 200, 20),
        flushes: [
          [200, 2],
          [220, 4],
          [240, 2],
        ],
      }),
    );

    expect(values["itl@flush"]).toBe(20);
    expect(values["added_delay@flush"]).toBe((2 * 20 + 2 * 20) / 8);
  });

  it("counts gaps as stalls if a reader notices them", () => {
    const chunks = [...evenChunks(10, 200, 20), ...evenChunks(10, 880, 20)];
    const values = measureAll(madeTrace({ chunks }));

    expect(values).toMatchObject({
      "stall_n@wire": 1,
      "stall_ms@wire": 500,
      "stall_max@wire": 500,
      "longest_freeze@wire": 500,
    });
    expect(values["stall_ratio@wire"]).toBeCloseTo(500 / 860, 9);
    expect(values["jitter_mad@wire"]).toBe(0);
  });

  it("has no flush layer without a buffer", () => {
    const keys = Object.keys(measureAll(madeTrace({ chunks: evenChunks(3, 200, 20) })));

    expect(keys.filter((key) => key.endsWith("@flush"))).toEqual([]);
  });
});

describe("metricCatalogue", () => {
  it("names every metric once", () => {
    const ids = metricCatalogue.map(({ id }) => id);

    expect(new Set(ids).size).toBe(ids.length);
    expect(metricById("no such metric")).toBeUndefined();
  });
});

describe("splitMetricKey()", () => {
  it("accepts keys without a layer, and layers that are unknown", () => {
    expect(splitMetricKey("ttft")).toEqual({ id: "ttft", layer: "" });
    expect(splitMetricKey("ttft@paint")).toEqual({ id: "ttft", layer: "paint" });
  });
});
