import { describe, expect, it } from "vitest";

import type { RequestRecord } from "../../../src/bench/index.ts";
import { failureRates } from "../../../src/report/conclusions/failure-rates.ts";
import { pairsOf } from "../../../src/report/conclusions/pairs.ts";
import { fixtureRun } from "../fixture-run.ts";

const failing = (record: RequestRecord): RequestRecord =>
  record.pair < 10
    ? {
        ...record,
        end: {
          kind: "failed",
          raw: undefined,
          failure: { code: "connection-lost", receivedBytes: 0, cause: "ECONNRESET" },
        },
      }
    : record;

describe("failureRates()", () => {
  it("is undefined without pairs", () => {
    expect(failureRates([])).toBeUndefined();
  });

  it("has a narrower interval if both arms fail on the same prompts", () => {
    const rates = failureRates(pairsOf(fixtureRun({ pairs: 30, change: failing })));

    expect(rates).toMatchObject({ baseline: 1 / 3, candidate: 1 / 3, estimate: 0 });
    // Independent arms of 10 in 30 would give ±0.23.
    expect(rates?.high).toBeLessThan(0.13);
  });
});
