/** A table for any renderer. Its texts are single lines without control characters, not escaped. */
export interface Table {
  readonly title: string;
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
}

export interface Column {
  readonly title: string;
  readonly isNumeric: boolean;
}

export interface Row {
  readonly cells: readonly string[];
  /** Severity, for renderers with colours. */
  readonly tone: Tone;
}

export type Tone = "good" | "bad" | "caution" | "plain";

/** A left-aligned column. */
export function text(title: string): Column {
  return { title, isNumeric: false };
}

/** A right-aligned column. */
export function numeric(title: string): Column {
  return { title, isNumeric: true };
}
