import type { Verdict } from "../conclusions/verdict.ts";

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

export function toneOf(verdict: Verdict | undefined): Tone {
  switch (verdict?.kind) {
    case "different":
      return verdict.isBetter === undefined ? "plain" : verdict.isBetter ? "good" : "bad";
    case "equivalent-in-the-middle":
      return verdict.isBetter === false ? "bad" : "caution";
    case "inconclusive":
    case "below-accuracy":
    case "not-comparable":
      return "caution";
    case "equivalent":
    case "negligible":
    case undefined:
      return "plain";
  }
}

export function text(title: string): Column {
  return { title, isNumeric: false };
}

export function numeric(title: string): Column {
  return { title, isNumeric: true };
}
