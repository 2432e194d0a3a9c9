import type { Run, StoredRun } from "../../bench/index.ts";
import {
  type Chart,
  type ChartView,
  type Json,
  type VegaLiteSpec,
  vegaLiteSpec,
} from "../charts/spec.ts";
import { makeReport, type Report } from "../report.ts";
import { reportTables } from "../tables/report-tables.ts";
import type { Table } from "../tables/table.ts";
import { headline } from "../words/headline.ts";
import { notes } from "../words/notes.ts";
import { accuracySentence, validityPhrase, warnings } from "../words/trust-phrases.ts";
import { htmlList, htmlTable } from "./html-table.ts";
import { html, type Markup } from "./markup.ts";
import { renderTerminal } from "./terminal.ts";

/** Cell output: the same content as several MIME types, of which the front end shows the richest. */
export type CellBundle = { readonly [type: string]: Json };

/** Chart widths in pixels that fit into a JupyterLab cell. */
const HALF_WIDTH = 260;
const WHOLE_WIDTH = 620;

/**
 * Renders a run's report for a notebook cell: verdict, validity and tables, as HTML and as plain text. The HTML
 * escapes every name and has no style, script, image or link, because JupyterLab and nbconvert do not sanitize
 * trusted output.
 *
 * Show {@link chartBundle} in a separate display: front ends show only one type of a bundle.
 *
 * @example
 * ```ts
 * const manifest = { v: 1, id: "run", plan: defaultPlan(), startedAt: "2026-01-15T09:30:00.000Z", status: "running",
 *   environment: captureEnvironment(), validity: undefined, definitions: {} } as const;
 * Object.keys(reportBundle({ manifest, requests: [] })); // ["text/html", "text/plain"]
 * ```
 */
export function reportBundle(run: Run | StoredRun): CellBundle {
  const report = makeReport(run);
  return {
    "text/html": notebookHtml(report).markup,
    "text/plain": renderTerminal(report, { columns: 100, color: false }),
  };
}

/**
 * Returns a run's charts as one Vega-Lite 5 document, the latest version that JupyterLab renders; `undefined` if there
 * is nothing to draw.
 *
 * @example
 * ```ts
 * const manifest = { v: 1, id: "run", plan: defaultPlan(), startedAt: "2026-01-15T09:30:00.000Z", status: "running",
 *   environment: captureEnvironment(), validity: undefined, definitions: {} } as const;
 * chartBundle({ manifest, requests: [] }); // undefined
 * ```
 */
export function chartBundle(run: Run | StoredRun): CellBundle | undefined {
  const chart = notebookSpec(makeReport(run));
  if (chart === undefined) return undefined;
  return {
    "application/vnd.vegalite.v5+json": chart,
    "text/plain": "Charts of the run (this front end cannot render Vega-Lite 5)",
  };
}

/** The two classes keep MathJax from typesetting names. */
function notebookHtml(report: Report): Markup {
  const { conclusions } = report;
  const tables = reportTables(report);
  return html`<div class="millrace-report tex2jax_ignore mathjax_ignore">
    <p><strong>${headline(report)}</strong></p>
    ${htmlTable(tables.primary)}
    <p>
      <strong>${validityPhrase(conclusions)}.</strong> ${accuracySentence(conclusions.accuracy)}
    </p>
    ${htmlList([...warnings(conclusions), ...notes(report)])} ${htmlTable(tables.distribution)}
    ${htmlTable(tables.arms)} ${folded(tables.effectSizes)} ${folded(tables.comparability)}
    ${folded(tables.validity)} ${folded(tables.exploratory)}
  </div>`;
}

function folded(table: Table): Markup {
  if (table.rows.length === 0) return html``;
  return html`<details>
    <summary>${table.title}</summary>
    ${htmlTable(table)}
  </details>`;
}

/**
 * All charts, those of a metric side by side. Text has the colour of the cell, also after a change of the theme: that
 * needs SVG, where `currentColor` is inherited.
 */
function notebookSpec({ charts }: Report): VegaLiteSpec | undefined {
  if (charts.length === 0) return undefined;
  const document = vegaLiteSpec(
    {
      vconcat: rowsOf(charts).map(([chart, ...others]) =>
        others.length === 0
          ? titled(chart, WHOLE_WIDTH)
          : {
              ...OWN_LEGENDS,
              hconcat: [chart, ...others].map((half) => titled(half, HALF_WIDTH)),
              spacing: 28,
            },
      ),
      ...OWN_LEGENDS,
      spacing: 32,
    },
    { version: 5, theme: "page" },
  );
  return { ...document, usermeta: { embedOptions: EMBED_OPTIONS } };
}

/** Shared scales would draw one legend for all charts. */
const OWN_LEGENDS = {
  resolve: { scale: { color: "independent", shape: "independent", strokeDash: "independent" } },
} as const;

/** The editor is left out, because it sends the data to another site. */
const EMBED_OPTIONS = {
  renderer: "svg",
  actions: { export: true, source: false, compiled: false, editor: false },
} as const;

/** Puts neighbouring half-width charts into one row. */
function rowsOf(charts: readonly Chart[]): (readonly [Chart, ...Chart[]])[] {
  const rows: [Chart, ...Chart[]][] = [];
  for (const chart of charts) {
    const last = rows.at(-1);
    if (!chart.isWide && last?.length === 1 && !last[0].isWide) last.push(chart);
    else rows.push([chart]);
  }
  return rows;
}

function titled({ title, view }: Chart, width: number): ChartView {
  return { ...view, width, title: { ...Object(view["title"]), text: wrapped(title, width) } };
}

/** Breaks a title into lines that fit above a chart. A character is about 7 pixels wide. */
function wrapped(title: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of title.split(" ")) {
    const line = lines.at(-1);
    const longer = line === undefined ? word : `${line} ${word}`;
    if (line === undefined || longer.length * 7 > width) lines.push(word);
    else lines[lines.length - 1] = longer;
  }
  return lines;
}
