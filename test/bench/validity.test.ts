import { describe, expect, it } from "vitest";

import { judgeValidity, type SelfObservation } from "../../src/bench/index.ts";
import { requestRecord } from "./support.ts";

const quiet: SelfObservation = {
  hiccupsMs: [0.1, 0.3],
  loopLagMs: [0.2, 0.4],
  cpu: { share: 0.2, of: "thread" },
  serverLatenessMs: [0.1, 0.2],
  pieces: { known: 100, coalesced: 0 },
  requests: [requestRecord()],
  embedded: true,
};

function gate(id: string, changes: Partial<SelfObservation>) {
  const { gates } = judgeValidity({ ...quiet, ...changes });
  return gates.find((one) => one.id === id);
}

describe("judgeValidity()", () => {
  it("finds a quiet run valid", () => {
    expect(judgeValidity(quiet).verdict).toBe("valid");
  });

  it("does not hold against a run what could not be measured, and says so", () => {
    const { verdict, gates } = judgeValidity({
      hiccupsMs: undefined,
      loopLagMs: undefined,
      cpu: undefined,
      serverLatenessMs: [],
      pieces: { known: 0, coalesced: 0 },
      requests: [],
      embedded: false,
    });

    expect(verdict).toBe("valid");
    expect(new Set(gates.map(({ outcome }) => outcome))).toEqual(new Set(["not-measured"]));
  });

  it.each([
    ["hiccups", { hiccupsMs: [0, 60] }, "degraded"],
    ["loop-lag-p99", { loopLagMs: [12] }, "degraded"],
    ["loop-lag-p99", { loopLagMs: [250] }, "broken"],
    ["schedule-lateness-p99", {}, "not-measured"],
    ["cpu-share", { cpu: { share: 0.8, of: "thread" } }, "degraded"],
    ["cpu-share", { cpu: { share: 0.97, of: "thread" } }, "broken"],
    ["cpu-share", { cpu: { share: 0.97, of: "process" } }, "not-measured"],
    ["cpu-share", { cpu: { share: 0.97, of: "process" }, embedded: false }, "degraded"],
    ["coalesced-by-client", { pieces: { known: 100, coalesced: 2 } }, "degraded"],
    ["idle-connections", { resentRequests: 0 }, "held"],
    ["idle-connections", { resentRequests: 1 }, "degraded"],
    ["idle-connections", {}, "not-measured"],
    ["server-lateness-p99", { serverLatenessMs: [9] }, "degraded"],
    ["ground-truth", { requests: [requestRecord({ metrics: { "ttft@wire": 206 } })] }, "degraded"],
    ["ground-truth", { requests: [requestRecord({ metrics: { "ttft@wire": 301 } })] }, "broken"],
    ["exactness", { requests: [requestRecord(), requestRecord({ exact: false })] }, "broken"],
  ] as const)("judges %s on %j as %s", (id, changes, outcome) => {
    expect(gate(id, changes)?.outcome).toBe(outcome);
  });

  it("makes a run invalid by one broken gate, degraded by one degraded gate", () => {
    const degraded = { serverLatenessMs: [9] };

    expect(judgeValidity({ ...quiet, ...degraded }).verdict).toBe("degraded");
    expect(judgeValidity({ ...quiet, ...degraded, loopLagMs: [250] }).verdict).toBe("invalid");
  });

  it("says what was seen and what is allowed", () => {
    expect(gate("loop-lag-p99", { loopLagMs: [12.345] })?.finding).toBe(
      "This client's event loop was late by 12 ms at the 99th percentile; allowed are 10 ms",
    );
  });

  it("counts the requests that were sent again", () => {
    expect(gate("idle-connections", { resentRequests: 1 })?.finding).toBe(
      "1 of 1 requests were sent again because the server had closed an idle connection; limit 1 %",
    );
  });
});
