import { describe, expect, it } from "vitest";

import type { RequestRecord } from "../../../src/bench/index.ts";
import { judgeValidity } from "../../../src/bench/validity/judge-validity.ts";
import type {
  ArmObservation,
  SelfObservation,
} from "../../../src/bench/validity/self-observation.ts";
import { describeGate } from "../../../src/report/words/gate-finding.ts";
import { requestRecord } from "../support.ts";

function armSeen(changes: Partial<ArmObservation>): ArmObservation {
  return {
    arm: "a",
    sendLatenessMs: [0.1],
    serverLatenessMs: [0.1, 0.2],
    reads: { known: 100, coalesced: 0 },
    ...changes,
  };
}

const quiet: SelfObservation = {
  hiccupsMs: [0.1, 0.3],
  loopLagMs: [0.2, 0.4],
  cpu: { share: 0.2, windowMs: 5_000, of: "thread" },
  arms: [armSeen({})],
  requests: [requestRecord()],
  simulated: true,
};

const nothing: SelfObservation = {
  hiccupsMs: undefined,
  loopLagMs: undefined,
  cpu: undefined,
  arms: [],
  requests: [],
  simulated: false,
};

function gate(id: string, changes: Partial<SelfObservation>) {
  const { gates } = judgeValidity({ ...quiet, ...changes });
  const found = gates.find((one) => one.id === id);
  return found && describeGate(found);
}

/** Both arms' requests of so many pairs, the true time to the first token 200 ms, the true gap 20 ms. */
function pairs(
  count: number,
  change: (arm: "a" | "b", pair: number) => { ttftErrorMs?: number; gapErrorMs?: number },
): RequestRecord[] {
  return Array.from({ length: count }, (_, pair) =>
    (["a", "b"] as const).map((arm) => {
      const { ttftErrorMs = 0, gapErrorMs = 0 } = change(arm, pair);
      return requestRecord({
        id: `${pair}-${arm}`,
        arm,
        pair,
        metrics: { "ttft@wire": 200 + ttftErrorMs },
        gapsUs: { wire: [20_000 + gapErrorMs * 1_000], flush: [] },
      });
    }),
  ).flat();
}

describe("judgeValidity()", () => {
  it("finds a quiet run valid", () => {
    expect(judgeValidity(quiet).verdict).toBe("valid");
  });

  it("ignores gates that could not be measured, if others were", () => {
    const { verdict, gates } = judgeValidity({ ...nothing, loopLagMs: [0.2] });

    expect(verdict).toBe("valid");
    expect(gates.filter(({ outcome }) => outcome !== "not-measured")).toHaveLength(1);
  });

  it("is not-measured if nothing was measured", () => {
    const { verdict, gates } = judgeValidity(nothing);

    expect(verdict).toBe("not-measured");
    expect(new Set(gates.map(({ outcome }) => outcome))).toEqual(new Set(["not-measured"]));
  });

  it("is not-measured if only the idle machine and the text were checked", () => {
    const before = {
      hiccupsMs: [0.1],
      requests: [requestRecord({ metrics: {}, truth: undefined })],
    };

    expect(judgeValidity({ ...nothing, ...before }).verdict).toBe("not-measured");
  });

  const server = (latenessMs: number, coalesced: number) => ({
    arms: [armSeen({ serverLatenessMs: [latenessMs], reads: { known: 100, coalesced } })],
  });
  const cpu = (share: number, of: "thread" | "process", windowMs = 5_000) => ({
    cpu: { share, of, windowMs },
  });
  const sent = (latenessMs: number, gapMs: number) => ({
    arms: [armSeen({ sendLatenessMs: [latenessMs] })],
    requests: [requestRecord({ metrics: { "icl@wire": gapMs } })],
  });

  it.each([
    ["hiccups", { hiccupsMs: [0, 60] }, "degraded"],
    ["hiccups", { hiccupsMs: [1_000] }, "broken"],
    ["loop-lag-p99", { loopLagMs: [12] }, "degraded"],
    ["loop-lag-p99", { loopLagMs: [250] }, "broken"],
    ["schedule-lateness-p99", sent(0, 20), "held"],
    ["schedule-lateness-p99", sent(6, 20), "degraded"],
    ["schedule-lateness-p99", sent(6, 200), "held"],
    ["schedule-lateness-p99", sent(250, 20), "broken"],
    ["cpu-share", cpu(0.8, "thread"), "degraded"],
    ["cpu-share", cpu(0.97, "thread"), "broken"],
    ["cpu-share", cpu(2.12, "thread", 40), "not-measured"],
    ["cpu-share", cpu(0.97, "process"), "not-measured"],
    ["cpu-share", { ...cpu(0.97, "process"), simulated: false }, "degraded"],
    ["coalesced-by-client", server(0, 2), "degraded"],
    ["coalesced-by-client", server(0, 90), "broken"],
    ["idle-connections", {}, "held"],
    ["idle-connections", { requests: [requestRecord({ resent: true })] }, "degraded"],
    ["idle-connections", { arms: [] }, "not-measured"],
    ["server-lateness-p99", server(9, 0), "degraded"],
    ["server-lateness-p99", server(5_000, 0), "broken"],
    ["ground-truth", { requests: [requestRecord({ metrics: { "ttft@wire": 206 } })] }, "degraded"],
    ["ground-truth", { requests: [requestRecord({ metrics: { "ttft@wire": 301 } })] }, "broken"],
    ["exactness", { requests: [requestRecord(), requestRecord({ exact: false })] }, "broken"],
  ] as const)("judges %s on %j as %s", (id, changes, outcome) => {
    expect(gate(id, changes)?.outcome).toBe(outcome);
  });

  it("makes a run invalid by one broken gate, degraded by one degraded gate", () => {
    const degraded = server(9, 0);

    expect(judgeValidity({ ...quiet, ...degraded }).verdict).toBe("degraded");
    expect(judgeValidity({ ...quiet, ...degraded, loopLagMs: [250] }).verdict).toBe("invalid");
  });

  it("decides in numbers, against limits", () => {
    expect(gate("loop-lag-p99", { loopLagMs: [12.345] })?.readings).toEqual([
      { statistic: "p99", value: 12.345, unit: "ms", limit: 10 },
    ]);
    expect(gate("cpu-share", { cpu: undefined })).toMatchObject({
      reason: "no-requests",
      readings: [{ statistic: "share", unit: "ratio", limit: 0.7 }],
    });
  });

  it("states what was observed and the limit", () => {
    expect(gate("loop-lag-p99", { loopLagMs: [12.345] })?.finding).toBe(
      "This client's event loop was 12 ms late at the 99th percentile · limit 10 ms",
    );
    expect(gate("hiccups", { hiccupsMs: undefined })?.finding).toBe(
      "Not measured before the run · limit 10 ms",
    );
  });

  it("counts the requests of the worst arm that were sent again", () => {
    const requests = pairs(10, () => ({})).map((request) => ({
      ...request,
      resent: request.arm === "b" && request.pair < 3,
    }));

    expect(gate("idle-connections", { requests })?.finding).toBe(
      '3 of 10 requests in arm "b" were sent again because the server had closed an idle connection · limit 1 %',
    );
  });

  it("states why a process that includes the simulator was not judged", () => {
    expect(gate("cpu-share", cpu(0.97, "process"))?.finding).toBe(
      "This process used 97 % of a core, but this runtime cannot separate the client's part from the simulator's · limit 70 %",
    );
  });

  it("never reports a thread above all of a core", () => {
    expect(gate("cpu-share", cpu(1.24, "thread"))?.finding).toBe(
      "This client's thread used 100 % of a core · limit 70 %",
    );
  });
});

describe("judgeValidity(), arm by arm", () => {
  it("rejects a client that is off by 100 ms in 80 % of one arm's requests", () => {
    // The median over both arms is 0.
    const requests = pairs(10, (arm, pair) =>
      arm === "b" && pair < 8 ? { ttftErrorMs: 100 } : {},
    );

    expect(judgeValidity({ ...quiet, requests }).verdict).toBe("invalid");
    expect(gate("ground-truth", { requests })).toMatchObject({
      outcome: "degraded",
      finding: expect.stringContaining(
        'The time to first token in arm "b" is off by 100 ms at the median',
      ),
    });
    expect(gate("arms-measured-alike", { requests })).toMatchObject({
      outcome: "broken",
      finding: expect.stringContaining("differs between the arms by 100 ms (limit 3 ms)"),
    });
  });

  it("finds a bias in fewer than half of one arm's requests, which no median shows", () => {
    const requests = pairs(20, (arm, pair) =>
      arm === "b" && pair % 5 < 2 ? { ttftErrorMs: 100 } : {},
    );

    expect(gate("arms-measured-alike", { requests })?.outcome).toBe("broken");
    expect(gate("ground-truth", { requests })?.outcome).toBe("degraded");
  });

  it("judges the 95th percentile too", () => {
    const requests = pairs(50, (_arm, pair) => (pair % 10 === 0 ? { ttftErrorMs: 60 } : {}));

    expect(gate("ground-truth", { requests })?.outcome).toBe("degraded");
    expect(gate("arms-measured-alike", { requests })?.outcome).toBe("held");
  });

  it("judges gaps like the first token", () => {
    const requests = pairs(10, (arm) => (arm === "a" ? { gapErrorMs: 3 } : {}));

    expect(gate("arms-measured-alike", { requests })?.finding).toContain(
      "the error of the gap between tokens differs between the arms by 3.00 ms (limit 0.2 ms)",
    );
    expect(judgeValidity({ ...quiet, requests }).verdict).toBe("invalid");
  });

  it("ignores an error that both arms share", () => {
    const requests = pairs(10, () => ({ ttftErrorMs: 40 }));

    expect(gate("arms-measured-alike", { requests })?.outcome).toBe("held");
    expect(judgeValidity({ ...quiet, requests }).verdict).toBe("degraded");
  });

  it("never invalidates a run for a difference in fewer than 6 pairs", () => {
    const requests = pairs(5, (arm) => (arm === "b" ? { ttftErrorMs: 50 } : {}));

    expect(gate("arms-measured-alike", { requests })?.outcome).toBe("degraded");
  });

  it("names the worst arm in the server's record", () => {
    const arms = [
      armSeen({ reads: { known: 1_000, coalesced: 0 } }),
      armSeen({ arm: "b", serverLatenessMs: [8], reads: { known: 100, coalesced: 5 } }),
    ];

    expect(gate("server-lateness-p99", { arms })?.finding).toContain('in arm "b" 8.00 ms late');
    expect(gate("coalesced-by-client", { arms })?.finding).toBe(
      '5 % of 100 chunks in arm "b" were sent separately but read together · limit 1 %',
    );
  });
});
