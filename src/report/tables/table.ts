/** A table that any renderer can print. Its texts are plain: one line, no control characters, not escaped. */
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
  /** Good or bad news, for renderers with colours. */
  readonly tone: Tone;
}

export type Tone = "good" | "bad" | "caution" | "plain";

/** A column of words. */
export function text(title: string): Column {
  return { title, isNumeric: false };
}

/** A column of numbers, aligned to the right. */
export function numeric(title: string): Column {
  return { title, isNumeric: true };
}
