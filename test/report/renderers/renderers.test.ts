import { describe, expect, it } from "vitest";

import { EFFECTIVE } from "../../support/control-characters.ts";
import type { Run } from "../../../src/bench/index.ts";
import {
  chartBundle,
  headline,
  makeReport,
  progressBundle,
  renderHtml,
  renderJson,
  renderMarkdown,
  renderTerminal,
  reportBundle,
  reportFiles,
} from "../../../src/report/index.ts";
import { asList, dig } from "../../../src/wire/index.ts";
import { htmlNodesIn } from "../../support/html-nodes.ts";
import { formatNumber } from "../../../src/report/words/format.ts";
import { arm, fixtureRun, INVALID, VALID } from "../fixture-run.ts";

const report = makeReport(fixtureRun({ pairs: 24, ttftRatio: 1.25 }));

/** The elements of a report in a notebook: none that run, load or link. */
const SAFE_NODES = new Set(
  "#text div p strong ul li details summary table caption thead tbody tr th td".split(" "),
);

const HOSTILE =
  "<img src=x onerror=alert(1)>\"'&|`**_[link](javascript:alert(1)) @team www.evil.example \u001b[31m\u202e\u0007 sk-proj-abcdefghijklmnop1234";

/** A run with hostile text wherever a file or a provider can put it. */
function hostileRun(): Run {
  const run = fixtureRun({
    pairs: 12,
    plan: {
      name: HOSTILE,
      arms: [
        {
          ...arm(`a ${HOSTILE}`),
          model: HOSTILE,
          provider: { kind: "openai-chat", baseUrl: "https://me:hunter2hunter2@api.example/v1" },
        },
        { ...arm(`b ${HOSTILE}`), buffer: { strategy: HOSTILE, options: { [HOSTILE]: 1 } } },
      ],
      primary: ["ttft@flush", `${HOSTILE}@${HOSTILE}`],
    },
    validity: {
      verdict: "degraded",
      gates: [
        {
          id: HOSTILE,
          outcome: "degraded",
          readings: [{ statistic: "p99", unit: "ms", arm: HOSTILE }],
          stored: { label: HOSTILE, finding: HOSTILE },
        },
      ],
    },
    change: (record) => ({ ...record, metrics: { ...record.metrics, [`${HOSTILE}@flush`]: 1 } }),
  });
  const { manifest } = run;
  return {
    ...run,
    manifest: {
      ...manifest,
      id: HOSTILE,
      startedAt: HOSTILE,
      definitions: { ttft: HOSTILE },
      environment: { ...manifest.environment, cpu: HOSTILE, platform: HOSTILE },
    },
  };
}

describe("renderTerminal()", () => {
  const lines = (columns: number) => renderTerminal(report, { columns }).split("\n");

  it("ends with the verdict", () => {
    expect(lines(200).slice(-2)).toEqual([
      expect.stringMatching(/^Compared with immediate, count-or-time shows its first token/),
      "",
    ]);
  });

  it("fits on one screen with three primary metrics and many findings", () => {
    const finding = "This client's event loop was late by 71 ms at the 99th percentile. ".repeat(4);
    const stored = { label: "Event loop in time", finding };
    const gate = { id: "x", outcome: "degraded", readings: [], stored } as const;
    const run = fixtureRun({
      pairs: 24,
      plan: { primary: ["added_delay@flush", "ttft@flush", "flushes_per_s@flush"] },
      validity: { verdict: "degraded", gates: Array.from({ length: 6 }, () => gate) },
    });

    const text = renderTerminal(makeReport(run), { columns: 80 });
    expect(text.trimEnd().split("\n").length).toBeLessThanOrEqual(30);
    expect(text).toMatch(/• \d more in the report files, or with --all/);
    expect(renderTerminal(makeReport(run), { all: true })).toContain("Other metrics, exploratory");
    expect(text).not.toContain("Other metrics, exploratory");
  });

  it.each([40, 80, 120, 200])("fits into %d columns", (columns) => {
    expect(Math.max(...lines(columns).map((line) => line.length))).toBeLessThanOrEqual(columns);
  });

  it("uses colours only on request", () => {
    expect(renderTerminal(report)).not.toContain("\u001b");
    expect(renderTerminal(report, { color: true })).toContain("\u001b[31m");
  });

  it("prints failed checks before the verdict", () => {
    const text = renderTerminal(makeReport(fixtureRun({ validity: INVALID })), { columns: 200 });

    expect(text).toMatch(/• Event loop in time: [^]*\nNo conclusion: the run is invalid/);
  });

  it("prints no name that can move the cursor or spoof output", () => {
    const text = renderTerminal(makeReport(hostileRun()));

    expect(text).not.toMatch(EFFECTIVE);
    expect(text).not.toContain("\t");
  });
});

describe("renderMarkdown()", () => {
  const text = renderMarkdown(report);

  it("begins with the verdict and the table", () => {
    expect(text).toMatch(/^\*\*Compared with immediate, count-or-time shows its first token/);
    expect(text).toMatch(/\n\| Metric \| Verdict \| immediate \| count-or-time \|/);
  });

  it("gives every row as many cells as the header", () => {
    const cells = (line: string) => line.split(/(?<!\\)\|/).length;
    const tables = renderMarkdown(makeReport(hostileRun()))
      .split("\n\n")
      .filter((block) => block.startsWith("|"));

    for (const table of tables) {
      const lines = table.trimEnd().split("\n");
      expect(new Set(lines.map((line) => cells(line))).size).toBe(1);
    }
  });

  it("prints no name as markup, link, mention or HTML", () => {
    const hostile = renderMarkdown(makeReport(hostileRun()));

    expect(hostile).not.toMatch(/(?<!\\)<img/);
    expect(hostile).not.toMatch(/(?<!\\)\[link/);
    expect(hostile).not.toContain("@team");
    expect(hostile).not.toMatch(/www\.evil/);
  });
});

describe("renderJson()", () => {
  it("contains every conclusion and its version", () => {
    const json = JSON.parse(renderJson(report));

    expect(json.v).toBe(2);
    expect(json.run.id).toBe("2026-01-15-1");
    expect(json.conclusions.primary[0].verdict.words).toBe("slower");
    expect(json.conclusions.primary[0].comparison.pairs).toBe(24);
  });

  it("writes an infinite bound as a string, because JSON has no number for it", () => {
    // A time of 0, below the clock's resolution, has no finite ratio.
    const run = fixtureRun({
      pairs: 6,
      change: (record) =>
        record.id === "2-immediate" ? { ...record, metrics: { "ttft@flush": 0 } } : record,
    });
    const json = JSON.parse(renderJson(makeReport(run)));

    expect(json.conclusions.primary[0].comparison.effect.high).toBe("Infinity");
  });
});

describe("renderHtml()", () => {
  it("is one file without requests or scripts", async () => {
    const page = await renderHtml(report);

    expect(page).not.toMatch(/<script|<link|<iframe|@import|javascript:| on\w+=/i);
    expect(page).not.toMatch(/(?:src|href)="(?!#)/i);
    expect(page).not.toMatch(/ style="/);
  });

  it("allows only its style sheet, by hash", async () => {
    const page = await renderHtml(report);
    const [, sheet = ""] = /<style>([^]*?)<\/style>/.exec(page) ?? [];
    const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(sheet));
    const hash = Buffer.from(digest).toString("base64");

    expect(page).toContain(
      `content="default-src &#39;none&#39;; style-src &#39;sha256-${hash}&#39;; img-src data:; base-uri &#39;none&#39;; form-action &#39;none&#39;"`,
    );
  });

  it("begins with the verdict and the validity", async () => {
    const page = await renderHtml(report);
    const places = [
      "<h1>Compared with immediate",
      "Valid: the client kept up",
      "Primary metrics",
      "<figure",
      "Appendix",
    ];

    const found = places.map((text) => page.indexOf(text));
    expect(found).toEqual(found.toSorted((a, b) => a - b));
    expect(found).not.toContain(-1);
  });

  it("has no duplicate ids", async () => {
    const ids = Array.from((await renderHtml(report)).matchAll(/\bid="([^"]*)"/g), ([, id]) => id);

    expect(new Set(ids).size).toBe(ids.length);
  });

  it("escapes every name", async () => {
    const page = await renderHtml(makeReport(hostileRun()));

    expect(page).not.toMatch(/<img/i);
    expect(page).not.toContain("</title><");
    expect(page).not.toMatch(EFFECTIVE);
  });

  it("draws no comparison for an invalid run", async () => {
    const page = await renderHtml(makeReport(fixtureRun({ validity: INVALID })));

    expect(page).toContain("No conclusion");
    expect(page).not.toContain("Effect [");
    expect(page).not.toContain('class="card ');
  });
});

describe("reportFiles()", () => {
  it("are the page, Markdown, JSON and each chart", async () => {
    expect([...(await reportFiles(report)).keys()]).toEqual([
      "report.html",
      "report.md",
      "report.json",
      "charts/ecdf-ttft@flush.vl.json",
      "charts/shift-ttft@flush.vl.json",
      "charts/order-ttft@flush.vl.json",
      "charts/waterfall.vl.json",
    ]);
  });

  it("stay inside their folder and contain no key, for any names", async () => {
    for (const [path, text] of await reportFiles(makeReport(hostileRun()))) {
      expect(path).toMatch(/^(?:charts\/)?[\w@-]+(?:\.vl)?\.(?:html|md|json)$/);
      expect(text).not.toContain("sk-proj");
      expect(text).not.toContain("hunter2");
    }
  });
});

describe("reportBundle(), chartBundle()", () => {
  const run = fixtureRun({ pairs: 24, plan: { primary: ["ttft@flush", "tpot@flush"] } });

  it("are separate, because front ends show only one type of a bundle", () => {
    expect(Object.keys(reportBundle(run))).toEqual(["text/html", "text/plain"]);
    expect(Object.keys(chartBundle(run) ?? {})).toEqual([
      "application/vnd.vegalite.v5+json",
      "text/plain",
    ]);
  });

  it("have the verdict and the validity in the HTML", () => {
    const degraded = fixtureRun({ validity: { ...VALID, verdict: "degraded" } });
    expect(htmlNodesIn(reportBundle(degraded)["text/html"])[0]?.text).toContain(
      headline(makeReport(degraded)),
    );
    expect(htmlNodesIn(reportBundle(degraded)["text/html"])[0]?.text).toContain("Degraded");
  });

  it("have only safe elements and the attributes class and scope, for any names", () => {
    const nodes = htmlNodesIn(reportBundle(hostileRun())["text/html"]);
    const attributes = new Set(nodes.flatMap((node) => [...node.attributes.keys()]));

    expect([...attributes].toSorted()).toEqual(["class", "scope"]);
    expect(nodes.map(({ name }) => name).filter((name) => !SAFE_NODES.has(name))).toEqual([]);
  });

  it("have all charts, each with its own title and legend, and text in the colour of the cell", () => {
    const document = chartBundle(run)?.["application/vnd.vegalite.v5+json"];
    const views = asList(dig(document, "vconcat")).flatMap((row) => {
      const halves = asList(dig(row, "hconcat"));
      return halves.length === 0 ? [row] : halves;
    });
    const titles = views.map((view) => asList(dig(view, "title", "text")).join(" "));

    expect(titles).toEqual(makeReport(run).charts.map(({ title }) => title));
    expect(new Set(titles).size).toBe(7);
    expect(JSON.stringify(document).match(/"color":"independent"/gu)).toHaveLength(3);
    expect(dig(document, "config", "title", "color")).toBe("currentColor");
    expect(dig(document, "usermeta", "embedOptions", "renderer")).toBe("svg");
  });

  it("have one chart document with a schema of version 5, small enough for a notebook", () => {
    const chart = JSON.stringify(chartBundle(run)?.["application/vnd.vegalite.v5+json"]);

    expect(chart).toContain("vega-lite/v5.json");
    expect(chart.length).toBeLessThan(300_000);
  });
});

describe("progressBundle()", () => {
  const progress = {
    status: "running",
    runId: "r",
    trials: 40,
    ended: 10,
    failed: 1,
    arms: [
      { name: "immediate", ended: 5, failed: 1 },
      { name: "count-or-time", ended: 5, failed: 0 },
    ],
  } as const;

  it("draws a bar and a line for each arm", () => {
    expect(progressBundle(progress)["text/plain"]).toBe(
      [
        "running  ██████░░░░░░░░░░░░░░░░░░   25 %  10 of 40 requests, 1 failed",
        "  immediate      5 answers, 1 failed",
        "  count-or-time  5 answers",
      ].join("\n"),
    );
  });

  it("escapes names", () => {
    const arms = [{ name: "</pre><script>", ended: 0, failed: 0 }];

    const nodes = htmlNodesIn(progressBundle({ ...progress, arms })["text/html"]);

    expect(nodes.map(({ name }) => name)).toEqual(["pre", "#text"]);
  });

  it("accepts a run without requests", () => {
    const none = { ...progress, trials: 0, ended: 0, arms: [] };

    expect(progressBundle(none)["text/plain"]).toContain("0 of 0 requests");
  });
});

describe("every renderer", () => {
  it("prints p50, p90, p95, p99, max, mean and n of each arm, and the failures", async () => {
    const run = fixtureRun({
      pairs: 40,
      change: (record) =>
        record.pair < 2 && record.arm !== "immediate"
          ? { ...record, end: { kind: "truncated", raw: undefined } }
          : record,
    });
    const made = makeReport(run);
    const [, candidate] = made.conclusions.primary[0]?.arms ?? [];
    const figures = Object.values(candidate ?? {}).flatMap((value) =>
      typeof value === "number" ? [formatNumber(value)] : [],
    );
    const texts = [
      renderTerminal(made, { columns: 200 }),
      renderMarkdown(made),
      await renderHtml(made),
      JSON.stringify(reportBundle(run)),
    ];

    expect(candidate).toMatchObject({ requests: 38, p95: undefined, p99: undefined });
    for (const text of texts) {
      for (const name of ["p50", "p90", "max", "mean"]) expect(text).toContain(name);
      for (const figure of figures) expect(text).toContain(figure);
      expect(text).toMatch(/count-or-time failed in 2 of 40 requests \(5 %: truncated\)/);
      expect(text).toMatch(/Requests failed in 2 of 40 pairs: only count-or-time in 2/);
    }
  });

  it("counts metrics that are 0 in every answer instead of showing them", async () => {
    const run = fixtureRun({
      pairs: 12,
      change: (record) => ({
        ...record,
        metrics: { ...record.metrics, "stall_n@wire": 0, "stall_n@flush": 0 },
      }),
    });
    const made = makeReport(run);

    for (const text of [
      renderTerminal(made, { columns: 200, all: true }),
      renderMarkdown(made),
      await renderHtml(made),
    ]) {
      expect(text).toContain("2 metrics that are 0 in every answer are not shown");
      expect(text).not.toContain("Stalls at the wire");
    }
  });

  it("marks a degraded run as degraded", async () => {
    const degraded = makeReport(fixtureRun({ validity: { ...VALID, verdict: "degraded" } }));

    for (const text of [
      renderTerminal(degraded),
      renderMarkdown(degraded),
      await renderHtml(degraded),
    ]) {
      expect(text).toMatch(/Degraded\b.{0,3}: the figures carry the errors listed below/);
    }
  });
});
