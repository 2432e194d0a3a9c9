import { describe, expect, it } from "vitest";

import type { RequestRecord, Run } from "../../../src/bench/index.ts";
import { makeReport, renderMarkdown } from "../../../src/report/index.ts";
import { describeRun } from "../describe-run.ts";
import { arm, FAILED, fixtureRun, INVALID } from "../fixture-run.ts";

/** Figures of the candidate's and the baseline's requests, by pair. */
function runOf(
  key: string,
  valueOf: (pair: number, isCandidate: boolean) => number,
  options: Parameters<typeof fixtureRun>[0] = {},
): Run {
  return fixtureRun({
    ...options,
    plan: { primary: [key], ...options.plan },
    change: (record) => ({
      ...record,
      metrics: { [key]: valueOf(record.pair, record.arm !== "immediate") },
      truth: undefined,
    }),
  });
}

const headlineOf = (run: Run) => describeRun(run).headline;

function ended(run: Run, status: Run["manifest"]["status"], pairs: number): Run {
  const aborted = (record: RequestRecord): RequestRecord =>
    record.pair < pairs ? record : { ...record, end: { kind: "aborted", raw: undefined } };
  return {
    manifest: { ...run.manifest, status },
    requests: run.requests.map((record) => aborted(record)),
  };
}

describe("headline()", () => {
  it("mentions the means of equivalent arms if a few slow answers put them beyond the margin", () => {
    const tail = runOf("ttft@wire", (pair, isCandidate) =>
      isCandidate && pair % 14 === 3 ? 1600 : 100 + (pair % 3),
    );
    expect(headlineOf(tail)).toMatch(
      /is equivalent in time to first token .*, but not on average \(mean 101 → 213 ms\)/u,
    );
  });

  it("attributes an effect to the typical pair if the arms' medians do not show it", () => {
    const drift = runOf(
      "e2e@wire",
      (pair, isCandidate) => 1000 + 4 * pair - (isCandidate ? 1 : 0),
      {
        pairs: 41,
      },
    );
    const swapped = runOf("e2e@wire", (pair, isCandidate) => {
      // Two slow answers of the candidate move its median across the gap between short and long prompts.
      if (!isCandidate) return pair < 20 ? 1000 : 1030;
      return pair < 18 ? 995 : pair < 20 ? 1030 : 1025;
    });

    expect(headlineOf(drift)).toContain(
      "earlier, within the margin of 5 % (median 1080 → 1079 ms)",
    );
    expect(headlineOf(swapped)).toMatch(
      /earlier.* in the typical pair \(although the arms’ medians/u,
    );
  });

  it("mentions a run that did not complete", () => {
    const run = fixtureRun({ pairs: 30 });
    expect(headlineOf(ended(run, "failed", 20))).toContain(
      "in a run that ended after 20 of 30 pairs",
    );
    expect(headlineOf(ended(run, "interrupted", 20))).toContain("interrupted after 20 of 30 pairs");
  });

  it("mentions an invalid run of one arm", () => {
    const run = fixtureRun({ validity: INVALID, plan: { arms: [arm("immediate")] } });
    expect(headlineOf(run)).toMatch(/^One arm, in an invalid run, no comparison/u);
  });

  it("mentions a run in which nothing was checked, or that has no validity", () => {
    const validity = { verdict: "not-measured", gates: [] } as const;
    const run = fixtureRun({ validity });
    const { manifest, requests } = fixtureRun({ plan: { arms: [arm("immediate")] } });
    const notJudged = { manifest: { ...manifest, validity: undefined }, requests };

    expect(headlineOf(run)).toMatch(/^Compared with immediate, in an unchecked run, /u);
    expect(headlineOf(notJudged)).toMatch(/^One arm, in an unchecked run, no comparison/u);
  });

  it("describes bursts", () => {
    const run = runOf("burst_zero@wire", (pair, isCandidate) =>
      isCandidate || pair < 4 ? 0.1 : 0,
    );
    expect(headlineOf(run)).toContain(
      "has gaps below 1 ms in 100 % of its answers instead of 10 %",
    );
  });

  it("lists the kinds of all failures, the most frequent first", () => {
    const run = fixtureRun({
      pairs: 10,
      change: (record) => {
        if (record.arm !== "immediate") return { ...record, end: FAILED, metrics: {} };
        return record.pair < 4 ? { ...record, end: { kind: "truncated", raw: undefined } } : record;
      },
    });
    expect(headlineOf(run)).toContain("14 of 20 requests failed (connection lost 10, truncated 4)");
  });

  it("forecasts a number of pairs that can settle three metrics", () => {
    const primary = ["ttft@wire", "tpot@wire", "e2e@wire"];
    const run = fixtureRun({
      pairs: 11,
      plan: { primary, alpha: 0.001 },
      change: (record) => ({
        ...record,
        metrics: Object.fromEntries(
          primary.map((key) => [key, record.arm === "immediate" ? 100 : 200 + record.pair / 100]),
        ),
        truth: undefined,
      }),
    });
    const [first] = describeRun(run).primary;

    expect(first?.comparison).toMatchObject({ p: 1 / 1024, adjustedP: 3 / 1024 });
    expect(first?.verdict).toMatchObject({ kind: "inconclusive", pairsNeeded: 13 });
  });
});

describe("conclude()", () => {
  it("gives a metric the same p whichever other metrics were measured", () => {
    // Up to 100 pairs p is exact and needs no random draws.
    const pWith = (...keys: readonly string[]) => {
      const run = fixtureRun({
        pairs: 130,
        noise: 0.1,
        change: ({ metrics, ...record }) => ({
          ...record,
          metrics: Object.fromEntries(keys.map((key) => [key, metrics[key] ?? 0])),
        }),
      });
      const found = describeRun(run).exploratory.find(({ metric }) => metric.key === "e2e@flush");
      return found?.comparison?.p;
    };

    expect(pWith("ttft@flush", "e2e@flush")).toBe(pWith("ttft@flush", "ttft@wire", "e2e@flush"));
  });

  it("notes a declared margin that does not apply", () => {
    const run = fixtureRun({
      plan: {
        primary: ["added_delay@flush"],
        margins: { "added_delay@flush": { kind: "ratio", share: 0.1 } },
      },
    });
    expect(describeRun(run).notes).toContain(
      "The declared margin of added delay after the buffer does not apply, because it is a share of the baseline’s typical value, which is 0; declare a difference instead",
    );
  });
});

describe("conclude() of a stored run", () => {
  it("judges by the default and notes it if the plan's margin was in milliseconds", () => {
    const run = fixtureRun({
      plan: {
        primary: ["stall_ms@wire"],
        margins: { "stall_ms@wire": { kind: "difference", by: 100 } },
      },
      change: (record) => ({ ...record, metrics: { "stall_ms@wire": 0 } }),
    });
    const { primary, notes } = describeRun(run);

    expect(primary[0]?.comparison?.equivalence?.words).toBe("5 points");
    expect(notes[0]).toMatch(/^The declared margin of stalled time at the wire does not apply/u);
  });
});

describe("the exploratory table", () => {
  it("has one row for all stall metrics of a layer", () => {
    const run = fixtureRun({
      change: (record) => {
        const stalls = record.pair % 3 === 0 && record.arm !== "immediate";
        const figures = Object.fromEntries(
          ["stall_n", "stall_ms", "stall_max", "stall_ratio"].map((id) => [
            `${id}@wire`,
            stalls ? 1 : 0,
          ]),
        );
        return { ...record, metrics: { ...record.metrics, ...figures } };
      },
    });
    expect(renderMarkdown(makeReport(run)).match(/^\| .*stall/gimu)).toHaveLength(1);
  });
});
