import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

import { readPlan, readRun, type RequestRecord } from "../../src/bench/index.ts";
import { metricRenaming } from "../../src/bench/store/rename-metrics.ts";
import { metricById } from "../../src/metrics/index.ts";
import { describeGate } from "../../src/report/words/gate-finding.ts";
import { requestRecord } from "./support.ts";

const fixture = join(import.meta.dirname, "../fixtures/stored-run-0.1.0");

async function storedLines(): Promise<readonly Pick<RequestRecord, "metrics">[]> {
  const text = await readFile(join(fixture, "requests.jsonl"), "utf8");
  return text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
}

describe("readRun() on a run of release 0.1.0", () => {
  it("reads every line; fields that were not stored are undefined", async () => {
    const { requests, unreadableLines } = await readRun(fixture);

    expect(requests).toHaveLength((await storedLines()).length);
    expect(unreadableLines).toBe(0);
    for (const { prompt, inputTokens, besidesText } of requests) {
      expect(prompt).toBeUndefined();
      expect(inputTokens).toEqual({ total: undefined, cached: undefined });
      expect(besidesText).toBeUndefined();
    }
  });

  it("reads stall_s, which was always in milliseconds, as stall_ms", async () => {
    const { manifest, requests } = await readRun(fixture);
    const [request] = requests;
    const [line] = await storedLines();

    expect(manifest.plan.primary).toContain("stall_ms@wire");
    expect(request?.metrics["stall_ms@wire"]).toBe(line?.metrics["stall_s@wire"]);
    expect(Object.keys(request?.metrics ?? {}).filter((key) => key.startsWith("stall_s"))).toEqual(
      [],
    );
  });

  it("keeps a margin in milliseconds for a metric that is now compared as a share of answers, which new plans may not have", async () => {
    const stored = await readFile(join(fixture, "manifest.json"), "utf8");

    expect(stored).toMatch(/"stall_s@wire":\s*\{\s*"kind":\s*"difference",\s*"by":\s*50/u);
    const { plan } = (await readRun(fixture)).manifest;
    expect(plan.margins["stall_ms@wire"]).toEqual({ kind: "difference", by: 50 });
    expect(() => readPlan(plan)).toThrow("margins.stall_ms@wire.by must be below 1");
  });

  it("does not read the old jitter_rfc3550 as RFC 3550's", async () => {
    const { manifest, requests } = await readRun(fixture);
    const [request] = requests;
    const [line] = await storedLines();

    expect(manifest.plan.primary).toContain("jitter_gap_change@flush");
    expect(request?.metrics["jitter_rfc3550@wire"]).toBeUndefined();
    expect(request?.metrics["jitter_gap_change@wire"]).toBe(line?.metrics["jitter_rfc3550@wire"]);
    expect(metricById("jitter_gap_change")?.label).toBe("Jitter (change from gap to gap)");
  });

  it("keeps the sentences in which its validity was stored", async () => {
    const { manifest } = await readRun(fixture);
    const gate = manifest.validity?.gates.find(({ id }) => id === "server-lateness-p99");

    expect(gate && describeGate(gate)).toMatchObject({
      label: "Embedded provider in time",
      outcome: "degraded",
      finding:
        "The embedded provider sent its tokens late by 12 ms at the 99th percentile; allowed are 5 ms",
    });
  });

  it("keeps the definitions that it was measured with", async () => {
    const { manifest } = await readRun(fixture);

    expect(manifest.definitions["tpot"]).toBe("(last content − first content) / (n − 1)");
  });
});

describe("metricRenaming()", () => {
  it("renames nothing in a run with today's definitions", () => {
    const definition = metricById("jitter_rfc3550")?.definition ?? "";
    const manifest = {
      definitions: { jitter_rfc3550: definition },
      plan: { primary: ["jitter_rfc3550@wire"], margins: {} },
    };
    const record = requestRecord({ metrics: { "jitter_rfc3550@wire": 1 } });

    expect(metricRenaming(manifest).manifest).toEqual(manifest);
    expect(metricRenaming(manifest).request(record)).toEqual(record);
  });

  it("returns values that are not manifests unchanged", () => {
    expect(metricRenaming("no manifest").manifest).toBe("no manifest");
  });
});
