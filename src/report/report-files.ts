import { vegaLiteSpec } from "./charts/spec.ts";
import type { Report } from "./report.ts";
import { renderHtml } from "./renderers/html.ts";
import { renderJson } from "./renderers/json.ts";
import { renderMarkdown } from "./renderers/markdown.ts";

/**
 * Returns all files of a report by their path inside `report/`: `report.html`, `report.md`, `report.json`
 * and each chart as a Vega-Lite 6 document in `charts/`. The caller writes them.
 *
 * Cost: that of {@link renderHtml}.
 *
 * @example
 * ```ts
 * const manifest = { v: 1, id: "run", plan: defaultPlan(), startedAt: "2026-01-15T09:30:00.000Z", status: "running",
 *   environment: captureEnvironment(), validity: undefined, definitions: {} } as const;
 * [...(await reportFiles(makeReport({ manifest, requests: [] }))).keys()]; // ["report.html", "report.md", "report.json"]
 * ```
 */
export async function reportFiles(report: Report): Promise<ReadonlyMap<string, string>> {
  return new Map([
    ["report.html", await renderHtml(report)],
    ["report.md", renderMarkdown(report)],
    ["report.json", renderJson(report)],
    ...report.charts.map(({ id, view }): [string, string] => [
      `charts/${fileName(id)}.vl.json`,
      `${JSON.stringify(vegaLiteSpec(view))}\n`,
    ]),
  ]);
}

/** A chart's id contains a metric's key, which comes from a file and must not become a path. */
function fileName(id: string): string {
  return id.replaceAll(/[^\w@-]/g, "_").slice(0, 100);
}
