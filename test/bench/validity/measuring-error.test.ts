import { describe, expect, it } from "vitest";

import { errorDifference, errorsByArm } from "../../../src/bench/validity/measuring-error.ts";
import { requestRecord } from "../support.ts";

const request = (arm: string, pair: number, ttftErrorMs: number) =>
  requestRecord({ arm, pair, metrics: { "ttft@wire": 200 + ttftErrorMs } });

describe("errorsByArm()", () => {
  it("returns bias and 95th percentile for each arm", () => {
    const requests = [request("a", 0, 1), request("b", 0, 100), request("a", 1, 3)];

    expect(errorsByArm(requests)).toMatchObject([
      { arm: "a", ttft: { requests: 2, medianMs: 2 }, gap: { requests: 2 } },
      { arm: "b", ttft: { requests: 1, medianMs: 100, p95SizeMs: 100 } },
    ]);
  });

  it("is undefined if the server keeps no record", () => {
    expect(errorsByArm([requestRecord({ truth: undefined })])).toEqual([
      { arm: "a", ttft: undefined, gap: undefined },
    ]);
  });
});

describe("errorDifference()", () => {
  const arms = { baseline: "a", candidate: "b" };

  it("is what the client adds to an effect over the same pairs", () => {
    const requests = [0, 1, 2].flatMap((pair) => [
      request("a", pair, pair),
      request("b", pair, pair + 7),
    ]);

    expect(errorDifference(requests, arms)).toEqual({ ttftMs: 7, gapMs: 0 });
  });

  it("is unknown without a pair that both arms answered", () => {
    expect(errorDifference([request("a", 0, 1), request("b", 1, 1)], arms)).toEqual({
      ttftMs: undefined,
      gapMs: undefined,
    });
  });
});
