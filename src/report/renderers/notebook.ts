import type { Run, StoredRun } from "../../bench/index.ts";
import {
  type Chart,
  type Json,
  type VegaLiteSpec,
  vegaLiteSpec,
  type View,
} from "../charts/spec.ts";
import { makeReport, type Report } from "../report.ts";
import { renderMarkdown } from "./markdown.ts";
import { renderTerminal } from "./terminal.ts";

/** What a cell shows: the same content in several types, of which the front end takes the richest. */
export type MimeBundle = { readonly [type: string]: Json };

/** A notebook's column in JupyterLab at its usual width. */
const HALF_WIDTH = 260;
const WHOLE_WIDTH = 620;

/**
 * A run's report for a notebook cell: the charts of the first primary metric as one Vega-Lite 5
 * document (JupyterLab renders no later version), the tables as Markdown, and plain text. No HTML, as
 * front ends sanitise it or, worse, do not.
 *
 * @example
 * ```ts
 * const run = {
 *   manifest: {
 *     v: 1, id: "run", plan: defaultPlan(), startedAt: "2026-01-15T09:30:00.000Z",
 *     status: "running", environment: captureEnvironment(), validity: undefined, definitions: {},
 *   },
 *   requests: [],
 * } as const;
 * Object.keys(reportBundle(run)); // ["text/markdown", "text/plain"]
 * ```
 */
export function reportBundle(run: Run | StoredRun): MimeBundle {
  const report = makeReport(run);
  const chart = notebookSpec(report);
  return {
    ...(chart === undefined ? {} : { "application/vnd.vegalite.v5+json": chart }),
    "text/markdown": renderMarkdown(report),
    "text/plain": renderTerminal(report, { columns: 100, color: false }),
  };
}

/** The charts of the first primary metric and one answer, in one document sized for a notebook. */
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
          : [{ hconcat: halves.map((chart) => sized(chart, HALF_WIDTH)) }]),
        ...wide.map((chart) => sized(chart, WHOLE_WIDTH)),
      ],
      spacing: 24,
      // Each chart has its own legend, or none; shared scales would draw one for all.
      resolve: { scale: { color: "independent", shape: "independent", strokeDash: "independent" } },
    },
    { version: 5 },
  );
}

function sized({ view }: Chart, width: number): View {
  return { ...view, width };
}
