import { compile } from "vega-lite";
import { beforeAll, describe, expect, it } from "vitest";

import type { Run } from "../../../src/bench/index.ts";
import { type Chart, makeReport, renderSvg, vegaLiteSpec } from "../../../src/report/index.ts";
import { arm, fixtureRun } from "../fixture-run.ts";

function chartsOf(run: Run): readonly Chart[] {
  return makeReport(run).charts;
}

const primary = ["ttft@flush", "added_delay@flush"];

describe("a report's charts", () => {
  let charts: readonly Chart[] = [];
  beforeAll(() => {
    charts = chartsOf(fixtureRun({ pairs: 30, plan: { primary } }));
  });

  it("are three per primary metric and one answer", () => {
    expect(charts.map(({ id }) => id)).toEqual([
      "ecdf-ttft@flush",
      "shift-ttft@flush",
      "order-ttft@flush",
      "ecdf-added_delay@flush",
      "shift-added_delay@flush",
      "order-added_delay@flush",
      "waterfall",
    ]);
  });

  it("compile without a warning and render without a browser", async () => {
    for (const { view } of charts) {
      const warnings: unknown[] = [];
      const logger = {
        level: () => logger,
        warn: (...words: unknown[]) => (warnings.push(words), logger),
        error: (...words: unknown[]) => (warnings.push(words), logger),
        info: () => logger,
        debug: () => logger,
      };
      compile(JSON.parse(JSON.stringify(vegaLiteSpec(view))), { logger });

      expect(warnings).toEqual([]);
      expect(await renderSvg(vegaLiteSpec(view))).toMatch(/^<svg /);
    }
  });

  it("target Vega-Lite 5 on request, and are otherwise the same", () => {
    const [{ view } = { view: {} }] = charts;
    const five = vegaLiteSpec(view, { version: 5 });

    expect(five.$schema).toBe("https://vega.github.io/schema/vega-lite/v5.json");
    expect({ ...five, $schema: vegaLiteSpec(view).$schema }).toEqual(vegaLiteSpec(view));
  });

  it("inherit the page's colours on a page", async () => {
    const [{ view } = { view: {} }] = charts;
    const svg = await renderSvg(vegaLiteSpec(view, { theme: "page" }));

    expect(svg).toContain('fill="currentColor"');
    expect(svg).not.toContain(" style=");
  });

  it("name the unit on the axis of the values", () => {
    const specs = JSON.stringify(charts.map(({ view }) => view));

    expect(specs).toContain('"title":"Time to first token after the buffer (ms)"');
    expect(specs).toContain('"title":"Candidate − baseline (ms)"');
  });

  it("draw times on a log axis, and metrics that can be 0 on a linear one", () => {
    expect(JSON.stringify(charts[0]?.view)).toContain('"type":"log"');
    expect(JSON.stringify(charts[3]?.view)).not.toContain('"type":"log"');
  });
});

describe("the size of a chart", () => {
  it("stays below 300 kB however many requests there were", () => {
    // Without validity nothing is compared, which saves the time of the statistics.
    const run = fixtureRun({ pairs: 1500, validity: undefined, plan: { primary: ["ttft@flush"] } });

    for (const { view } of chartsOf(run)) expect(JSON.stringify(view).length).toBeLessThan(300_000);
  });
});

describe("charts of unusual runs", () => {
  it("are none if nothing was measured", () => {
    expect(chartsOf(fixtureRun({ pairs: 0 }))).toEqual([]);
  });

  it("show one arm without a comparison", async () => {
    const charts = chartsOf(fixtureRun({ plan: { arms: [arm("immediate")] } }));

    expect(charts.map(({ id }) => id)).toEqual([
      "ecdf-ttft@flush",
      "order-ttft@flush",
      "waterfall",
    ]);
    for (const { view } of charts) expect(await renderSvg(vegaLiteSpec(view))).toMatch(/^<svg /);
  });

  it("omit failed requests and count them", () => {
    const charts = chartsOf(
      fixtureRun({
        change: (record) =>
          record.pair === 1 ? { ...record, end: { kind: "truncated", raw: undefined } } : record,
      }),
    );

    expect(JSON.stringify(charts)).toContain("2 failed requests not shown");
    expect(JSON.stringify(charts)).not.toContain("null,null");
  });

  it("escape a hostile name", async () => {
    const plan = { arms: [arm("</text><script>alert(1)</script>", "immediate"), arm("b", "word")] };
    for (const { view } of chartsOf(fixtureRun({ pairs: 12, plan }))) {
      expect(await renderSvg(vegaLiteSpec(view))).not.toMatch(/<script/i);
    }
  });
});
