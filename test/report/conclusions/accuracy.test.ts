import { describe, expect, it } from "vitest";

import type { RequestRecord } from "../../../src/bench/index.ts";
import { accuracyOf } from "../../../src/report/conclusions/accuracy.ts";
import { makeReport, renderMarkdown, renderTerminal } from "../../../src/report/index.ts";
import { arm, fixtureRun } from "../fixture-run.ts";

function measured(errorMs: number, itlErrorMs: number) {
  return (record: RequestRecord): RequestRecord => ({
    ...record,
    metrics: { ...record.metrics, "ttft@wire": 200 + errorMs },
    gapsUs: { ...record.gapsUs, wire: [20_000, 20_000 + itlErrorMs * 1000, 99_000] },
    truth: { ttftMs: 200, medianItlMs: 20, latenessP99Ms: 0 },
  });
}

describe("accuracyOf()", () => {
  it("is client minus server, with its sign", () => {
    const accuracy = accuracyOf(fixtureRun({ change: measured(1.5, -0) }));

    expect(accuracy?.requests).toBe(80);
    expect(accuracy?.ttft.medianMs).toBeCloseTo(1.5, 9);
    expect(accuracy?.itl?.medianMs).toBeCloseTo(0, 9);
  });

  it("is known for a single arm", () => {
    const run = fixtureRun({ plan: { arms: [arm("immediate")] }, change: measured(1.5, 0) });

    expect(accuracyOf(run)).toMatchObject({ requests: 40, difference: undefined });
  });

  it("takes the median gap of each request, not the mean", () => {
    expect(accuracyOf(fixtureRun({ change: measured(0, 0.1) }))?.itl?.medianMs).toBeCloseTo(0.1, 9);
  });

  it("is unknown if no server keeps a record", () => {
    const change = (record: RequestRecord): RequestRecord => ({ ...record, truth: undefined });

    expect(accuracyOf(fixtureRun({ change }))).toBeUndefined();
  });

  it("is printed in every report beside the validity", () => {
    const report = makeReport(fixtureRun({ change: measured(1.5, 0.1) }));
    const sentence =
      "time to first token immediate +1.50 ms (95 % within 1.50 ms), count-or-time +1.50 ms (95 % within 1.50 ms); gap between tokens +0.100 ms";

    expect(renderTerminal(report, { columns: 500 })).toContain(sentence);
    expect(renderMarkdown(report)).toContain(sentence);
  });
});
