import type { Report } from "../report.ts";
import { armTable, exploratoryTable, primaryTable, type Table, type Tone } from "../tables.ts";
import { troubles } from "../troubles.ts";
import { accuracyWords, validityWords } from "./accuracy-words.ts";
import { displayWidth, padded, wrapped } from "./text-layout.ts";

/** What the terminal is like. */
export interface TerminalOptions {
  /**
   * How wide the terminal is, in character cells.
   *
   * @defaultValue `80`
   */
  readonly columns?: number;
  /**
   * Whether to colour. The caller knows of `NO_COLOR` and of pipes.
   *
   * @defaultValue `false`
   */
  readonly color?: boolean;
}

/**
 * A report for a terminal: the verdict first, tables fitted to its width. A table that does not fit is
 * printed as one block per row. Of the checks, those that did not hold are printed.
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
 * renderTerminal(makeReport(run)).startsWith("No conclusion"); // true
 * ```
 */
export function renderTerminal(
  { conclusions, run }: Report,
  { columns = 80, color = false }: TerminalOptions = {},
): string {
  const width = Math.max(40, columns);
  const paint = (text: string, style: Style) => (color ? `${STYLES[style]}${text}\u001b[0m` : text);
  const table = (content: Table) => renderTable(content, { width, paint });
  const { validity, notes } = conclusions;
  const { alpha } = run.plan;

  const sections = [
    wrapped(conclusions.headline, width)
      .map((line) => paint(line, "strong"))
      .join("\n"),
    [
      ...wrapped(validityWords(validity?.verdict), width).map((line) =>
        paint(line, validityStyle(validity?.verdict)),
      ),
      ...wrapped(accuracyWords(conclusions.accuracy), width),
      ...troubles(conclusions).flatMap((line) => wrapped(`• ${line}`, width)),
    ].join("\n"),
    table(primaryTable(conclusions, alpha)),
    table(armTable(conclusions)),
    table(exploratoryTable(conclusions, alpha)),
    notes.flatMap((note) => wrapped(`• ${note}`, width)).join("\n"),
  ];
  return `${sections.filter((section) => section !== "").join("\n\n")}\n`;
}

type Style = Tone | "strong" | "faint";

const STYLES: Readonly<Record<Style, string>> = {
  strong: "\u001b[1m",
  faint: "\u001b[2m",
  good: "\u001b[32m",
  bad: "\u001b[31m",
  caution: "\u001b[33m",
  plain: "",
};

interface Printing {
  readonly width: number;
  readonly paint: (text: string, style: Style) => string;
}

function renderTable(table: Table, { width, paint }: Printing): string {
  if (table.rows.length === 0) return "";
  const widths = table.columns.map(({ title }, index) =>
    Math.max(
      displayWidth(title),
      ...table.rows.map(({ cells }) => displayWidth(cells[index] ?? "")),
    ),
  );
  const total = widths.reduce((sum, one) => sum + one, 0) + 2 * (widths.length - 1);
  if (total > width) return stackedTable(table, { width, paint });

  const line = (cells: readonly string[]) =>
    cells
      .map((cell, index) =>
        padded(cell, widths[index] ?? 0, table.columns[index]?.isNumeric === true),
      )
      .join("  ")
      .trimEnd();
  return [
    paint(table.title, "strong"),
    paint(line(table.columns.map(({ title }) => title)), "faint"),
    ...table.rows.map(({ cells, tone }) =>
      tone === "plain" ? line(cells) : paint(line(cells), tone),
    ),
  ].join("\n");
}

/** Two or three lines per row: its first cell, then the others with their columns' titles. */
function stackedTable({ title, columns, rows }: Table, { width, paint }: Printing): string {
  const blocks = rows.map(({ cells, tone }) => {
    const [first = "", ...rest] = cells;
    const named = rest.map((cell, index) => `${columns[index + 1]?.title ?? ""}: ${cell}`);
    const head = wrapped(first, width).map((line) => (tone === "plain" ? line : paint(line, tone)));
    return [...head, ...packed(named, width - 2).map((line) => `  ${line}`)].join("\n");
  });
  return [...wrapped(title, width).map((line) => paint(line, "strong")), ...blocks].join("\n");
}

/** Phrases side by side while they fit. */
function packed(phrases: readonly string[], width: number): string[] {
  const lines: string[] = [];
  for (const phrase of phrases.flatMap((one) => wrapped(one, width))) {
    const longer = lines.length === 0 ? phrase : `${lines.at(-1)} · ${phrase}`;
    if (lines.length > 0 && displayWidth(longer) <= width) lines[lines.length - 1] = longer;
    else lines.push(phrase);
  }
  return lines;
}

function validityStyle(verdict: "valid" | "degraded" | "invalid" | undefined): Style {
  if (verdict === "valid") return "good";
  return verdict === "invalid" ? "bad" : "caution";
}
