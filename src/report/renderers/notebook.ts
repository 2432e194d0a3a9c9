import type { Run, StoredRun } from "../../bench/index.ts";
import { type Json, type VegaLiteSpec, vegaLiteSpec } from "../charts/spec.ts";
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
 * Returns the charts of a run's first primary metric as one Vega-Lite 5 document, the latest version that JupyterLab
 * renders; `undefined` if there is nothing to draw.
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

/** The charts of the first primary metric and of one answer. */
function notebookSpec({ charts }: Report): VegaLiteSpec | undefined {
  const firstWide = charts.findIndex(({ isWide }) => isWide);
  const halves = charts.slice(0, firstWide === -1 ? charts.length : firstWide);
  const wide = charts.filter(
    ({ isWide }, index) => isWide && (index === firstWide || index === charts.length - 1),
  );
  if (charts.length === 0) return undefined;
  return vegaLiteSpec(
    {
      vconcat: [
        ...(halves.length === 0
          ? []
          : [{ hconcat: halves.map(({ view }) => ({ ...view, width: HALF_WIDTH })) }]),
        ...wide.map(({ view }) => ({ ...view, width: WHOLE_WIDTH })),
      ],
      spacing: 24,
      // Shared scales would draw one legend for all charts.
      resolve: { scale: { color: "independent", shape: "independent", strokeDash: "independent" } },
    },
    { version: 5 },
  );
}
