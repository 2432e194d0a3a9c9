import type { Report } from "../report.ts";
import { reportTables } from "../tables/report-tables.ts";
import type { Table } from "../tables/table.ts";
import { headline } from "../words/headline.ts";
import { notes } from "../words/notes.ts";
import { accuracySentence, validityPhrase, warnings } from "../words/trust-phrases.ts";

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
 * const manifest = { v: 1, id: "run", plan: defaultPlan(), startedAt: "2026-01-15T09:30:00.000Z", status: "running",
 *   environment: captureEnvironment(), validity: undefined, definitions: {} } as const;
 * renderMarkdown(makeReport({ manifest, requests: [] })).startsWith("**No conclusion"); // true
 * ```
 */
export function renderMarkdown(report: Report): string {
  const { conclusions, run } = report;
  const { environment } = run;
  const tables = reportTables(report);
  return `${[
    `**${escaped(headline(report))}**`,
    ...table(tables.primary),
    `**${escaped(validityPhrase(conclusions))}.** ${escaped(accuracySentence(conclusions.accuracy))}`,
    ...list(warnings(conclusions)),
    ...titled(tables.distribution),
    ...titled(tables.arms),
    ...list(notes(report)),
    ...folded(tables.effectSizes),
    ...folded(tables.comparability),
    ...folded(tables.validity),
    ...folded(tables.exploratory),
    `Run ${escaped(run.id)}, ${escaped(run.startedAt)}, seed ${run.plan.seed}; Millrace ${escaped(environment.millrace)}, ${escaped(environment.runtime)}, ${escaped(environment.platform)}, ${escaped(environment.cpu)}.`,
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
