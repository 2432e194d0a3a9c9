/** One argument of a tool call. */
export interface ArgumentRow {
  /** `""` if the arguments are not an object. */
  readonly name: string;
  readonly value: string;
}

/** How much of the arguments is shown. */
const MOST_ROWS = 40;
const MOST_CHARS = 2_000;

/**
 * Returns the arguments of a tool call as rows of text, at most 40 of at most 2,000 characters.
 *
 * @param input The parsed JSON so far.
 */
export function argumentRows(input: unknown): ArgumentRow[] {
  if (input === undefined) return [];
  if (typeof input !== "object" || input === null || Array.isArray(input)) {
    return [{ name: "", value: valueText(input) }];
  }
  const entries = Object.entries(input);
  const rows = entries
    .slice(0, MOST_ROWS)
    .map(([name, value]) => ({ name: shortened(name), value: valueText(value) }));
  if (entries.length > MOST_ROWS) {
    rows.push({ name: "…", value: `${entries.length - MOST_ROWS} more` });
  }
  return rows;
}

/** Strings without quotes, because their row shows where they end; everything else as JSON. */
function valueText(value: unknown): string {
  return shortened(typeof value === "string" ? value : (JSON.stringify(value, undefined, 2) ?? ""));
}

/** Also used for arguments that are not JSON. */
export function shortened(text: string): string {
  if (text.length <= MOST_CHARS) return text;
  const end = text.slice(0, MOST_CHARS).isWellFormed() ? MOST_CHARS : MOST_CHARS - 1;
  return `${text.slice(0, end)}… ${(text.length - end).toLocaleString("en")} more characters`;
}
