import { describe, expect, it } from "vitest";

import { FORGED } from "../support/control-characters.ts";
import type { RequestRecord, Run } from "../../src/bench/index.ts";
import {
  chartBundle,
  headline,
  makeReport,
  renderHtml,
  renderJson,
  renderTerminal,
  reportBundle,
  reportFiles,
} from "../../src/report/index.ts";
import { printableRun } from "../../src/report/printable-run.ts";
import { arm, fixtureRun, VALID } from "./fixture-run.ts";

const HOSTILE =
  "\u001b[31m\u0007\u202e\u200b<img src=x onerror=alert(1)> sk-proj-abcdefghijklmnop1234";

/** Enum fields: the reader of a run's files rejects other values. */
const CODES = new Set(["kind", "code", "status", "mode", "verdict", "outcome", "tokensSource"]);

/** Fields whose keys are also names. */
const TABLES = new Set(["metrics", "definitions", "options", "margins"]);

/** Returns the run with hostile text in every name. */
function spoilt(run: Run): Run {
  return JSON.parse(
    JSON.stringify(run, (name, value: unknown) => {
      if (typeof value === "string") return CODES.has(name) ? value : value + HOSTILE;
      if (!TABLES.has(name) || typeof value !== "object" || value === null) return value;
      return Object.fromEntries(Object.entries(value).map(([key, one]) => [key + HOSTILE, one]));
    }),
  );
}

const PROVIDER_ERROR = {
  kind: "failed",
  raw: "error",
  failure: { code: "provider-error", detail: "no", type: "overloaded" },
} as const;

/** Ends some requests with a provider's error, and the others with an unknown finish reason. */
function ended(record: RequestRecord): RequestRecord {
  if (record.pair === 3) return { ...record, end: PROVIDER_ERROR };
  return { ...record, end: { kind: "other", raw: "pause" } };
}

function hostileRun(arms: number): Run {
  const run = fixtureRun({
    pairs: 12,
    plan: {
      prompts: { kind: "jsonl", path: "prompts.jsonl" },
      margins: { "ttft@flush": { kind: "ratio", share: 0.1 } },
      arms: [
        arm("a"),
        { ...arm("b"), provider: { kind: "x", baseUrl: "http://me:hunter2@host" } },
      ].slice(0, arms),
    },
    validity: { ...VALID, verdict: "degraded" },
    change: ended,
  });
  return spoilt(run);
}

describe("makeReport() of a run with hostile text in every string", () => {
  it.each([1, 2])("prints nothing that could spoof output, with %i arms", async (arms) => {
    const report = makeReport(hostileRun(arms));
    const texts = [
      headline(report),
      renderTerminal(report),
      renderTerminal(report, { all: true }),
      renderJson(report),
      JSON.stringify(reportBundle(hostileRun(arms))),
      JSON.stringify(chartBundle(hostileRun(arms))),
      ...(await reportFiles(report)).values(),
    ];

    for (const text of texts) {
      expect(text).not.toMatch(FORGED);
      expect(text).not.toContain("sk-proj");
      expect(text).not.toContain("hunter2");
    }
    expect(await renderHtml(report)).not.toMatch(/<img/iu);
    expect(report.conclusions.arms[0]?.requests).toBe(12);
    expect(report.conclusions.arms[0]?.failures[0]?.kind).toMatch(/^overloaded<img/u);
  });
});

describe("printableRun()", () => {
  it.each([
    ["removed characters", ["a", "a\u200b"], "a"],
    ["characters beyond the limit", ["a".repeat(201), "a".repeat(202)], `${"a".repeat(199)}…`],
  ])("keeps arms distinct whose names differ only in %s", (_, names, safe) => {
    const run = printableRun(fixtureRun({ plan: { arms: names.map((name) => arm(name)) } }));

    expect(run.manifest.plan.arms.map(({ name }) => name)).toEqual([safe, `${safe} (2)`]);
    expect(new Set(run.requests.map((request) => request.arm))).toEqual(
      new Set([safe, `${safe} (2)`]),
    );
  });

  it("changes nothing in an ordinary run", () => {
    const run = fixtureRun();

    expect(printableRun(run)).toEqual(run);
  });

  it("keeps keys that name properties of every object", () => {
    const definitions = JSON.parse('{ "__proto__": "a", "constructor": "b", "toString": "c" }');
    const { manifest, requests } = fixtureRun();
    const run = printableRun({ manifest: { ...manifest, definitions }, requests });

    expect(JSON.stringify(run.manifest.definitions)).toBe(JSON.stringify(definitions));
  });
});

describe("makeReport() of a run with names that are properties of every object", () => {
  it("prints these names", () => {
    const key = "constructor@toString";
    const report = makeReport(
      fixtureRun({
        plan: { primary: [key] },
        validity: { verdict: "valid", gates: [{ id: "valueOf", outcome: "held", readings: [] }] },
        change: (record, random) => ({
          ...record,
          metrics: { [key]: random() + (record.arm === "immediate" ? 0 : 9) },
        }),
      }),
    );
    const text = `${headline(report)}${renderJson(report)}`;

    expect(text).toMatch(/has higher constructor toString by/);
    expect(text).toMatch(/"label": "valueOf"/);
    expect(text).not.toMatch(/native code/);
    expect(report.conclusions.primary[0]?.metric.definition).toBeUndefined();
  });
});
