import type { Report } from "../report.ts";
import { armTable } from "../tables/arm-table.ts";
import { checkTable } from "../tables/check-table.ts";
import {
  distributionTable,
  effectSizeTable,
  exploratoryTable,
  primaryTable,
} from "../tables/metric-tables.ts";
import type { Table } from "../tables/table.ts";
import { headline } from "../words/headline.ts";
import { notes } from "../words/notes.ts";
import { comparabilityLines, validityLines, warnings } from "../words/warnings.ts";
import { accuracySentence, validityPhrase } from "../words/trust-phrases.ts";

/** Characters that GitHub or JupyterLab interpret as markup, math or a table cell. */
const MARKUP = /[\\`*_{}[\]#!|<>&~$]/g;

/** Mentions, references and automatic links, which a backslash does not prevent. */
const LINK_BY_LOOKS = /@(?=\w)|#(?=\d)|(?<=\bwww)\.|(?<=\bhttps?|\bftp):(?=\/\/)/gi;

/**
 * Renders a report for a pull request: verdict, validity and tables, with long parts in `<details>`. Names are escaped
 * and cannot become markup, links or mentions.
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
 * renderMarkdown(makeReport(run)).startsWith("**No conclusion"); // true
 * ```
 */
export function renderMarkdown(report: Report): string {
  const { conclusions, run } = report;
  const { alpha } = run.plan;
  return `${[
    `**${escaped(headline(report))}**`,
    ...table(primaryTable(conclusions, alpha)),
    `**${escaped(validityPhrase(conclusions))}.** ${escaped(accuracySentence(conclusions.accuracy))}`,
    ...list(warnings(conclusions)),
    ...titled(distributionTable(conclusions)),
    ...titled(armTable(report)),
    ...list(notes(report)),
    ...folded(effectSizeTable(conclusions, alpha)),
    ...folded(checkTable("Comparability", comparabilityLines(conclusions))),
    ...folded(checkTable("Validity", validityLines(conclusions))),
    ...folded(exploratoryTable(conclusions, alpha)),
    `Run ${escaped(run.id)}, ${escaped(run.startedAt)}, seed ${run.plan.seed}; Millrace ${escaped(run.environment.millrace)}, ${escaped(run.environment.runtime)}, ${escaped(run.environment.platform)}, ${escaped(run.environment.cpu)}.`,
  ].join("\n\n")}\n`;
}

function titled(content: Table): string[] {
  return content.rows.length === 0 ? [] : [`**${escaped(content.title)}**`, ...table(content)];
}

function folded(content: Table): string[] {
  if (content.rows.length === 0) return [];
  return [`<details><summary>${content.title}</summary>`, ...table(content), "</details>"];
}

function table({ columns, rows }: Table): string[] {
  if (rows.length === 0) return [];
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [
    [
      line(columns.map(({ title }) => escaped(title))),
      line(columns.map(({ isNumeric }) => (isNumeric ? "---:" : "---"))),
      ...rows.map(({ cells }) => line(cells.map((cell) => escaped(cell)))),
    ].join("\n"),
  ];
}

function list(lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [lines.map((line) => `- ${escaped(line)}`).join("\n")];
}

/** Escapes markup with a backslash, and breaks automatic links with a zero-width space. */
function escaped(text: string): string {
  return text.replaceAll(MARKUP, String.raw`\$&`).replaceAll(LINK_BY_LOOKS, "$&&#8203;");
}
