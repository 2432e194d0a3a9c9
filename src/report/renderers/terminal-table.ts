import { displayWidth, packToWidth, padToWidth, wrapToWidth } from "../../text/index.ts";
import type { Table, Tone } from "../tables/table.ts";

type TextStyle = Tone | "strong" | "faint";

/** Applies a style, or returns the text unchanged. */
export type Paint = (text: string, style: TextStyle) => string;

const STYLES: Readonly<Record<TextStyle, string>> = {
  strong: "\u001b[1m",
  faint: "\u001b[2m",
  good: "\u001b[32m",
  bad: "\u001b[31m",
  caution: "\u001b[33m",
  plain: "",
};

/** Returns a {@link Paint} for a terminal with or without colours. */
export function styled(color: boolean): Paint {
  return (text, style) =>
    color && STYLES[style] !== "" ? `${STYLES[style]}${text}\u001b[0m` : text;
}

/** Renders a table; one that is wider than the terminal becomes a block per row. */
export function renderTable(
  table: Table,
  { width, paint }: { readonly width: number; readonly paint: Paint },
): string {
  if (table.rows.length === 0) return "";
  const widths = table.columns.map(({ title }, index) =>
    Math.max(
      displayWidth(title),
      ...table.rows.map(({ cells }) => displayWidth(cells[index] ?? "")),
    ),
  );
  const total = widths.reduce((sum, one) => sum + one, 0) + 2 * (widths.length - 1);
  if (total > width) return stackedTable(table, width, paint);

  const line = (cells: readonly string[]) =>
    cells
      .map((cell, index) =>
        padToWidth(cell, widths[index] ?? 0, table.columns[index]?.isNumeric === true),
      )
      .join("  ")
      .trimEnd();
  return [
    ...wrapToWidth(table.title, width).map((title) => paint(title, "strong")),
    paint(line(table.columns.map(({ title }) => title)), "faint"),
    ...table.rows.map(({ cells, tone }) => paint(line(cells), tone)),
  ].join("\n");
}

/** Each row as its first cell, then the other cells with their columns' titles. */
function stackedTable({ title, columns, rows }: Table, width: number, paint: Paint): string {
  const blocks = rows.map(({ cells, tone }) => {
    const [first = "", ...rest] = cells;
    const named = rest.map((cell, index) => `${columns[index + 1]?.title ?? ""}: ${cell}`);
    const head = wrapToWidth(first, width).map((line) => paint(line, tone));
    return [...head, ...packToWidth(named, width - 2).map((line) => `  ${line}`)].join("\n");
  });
  return [...wrapToWidth(title, width).map((line) => paint(line, "strong")), ...blocks].join("\n");
}
