/* oxlint-disable no-control-regex -- control characters are what these patterns look for */

/**
 * Characters that move a cursor, set a color or reverse text, and Unicode tags, which are invisible ASCII. Line feeds
 * and tabs are not among them, nor are the joiners and marks that scripts and emoji need.
 */
export const FORGING =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\u{e0000}-\u{e007f}]/gu;

/** {@link FORGING} and all other characters that a name of one line does not need: zero-width marks and line breaks. */
export const UNPRINTABLE =
  /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\u{e0000}-\u{e007f}]/gu;

/** Whole ANSI sequences: without the ESC alone, `ESC[31m` would leave `[31m`. */
export const ANSI_SEQUENCE =
  /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?)/gu;

/** The ANSI codes that Millrace itself prints, as a capture group: bold, dim, their ends, and the colors of a report. */
export const OWN_STYLE = /(\u001b\[(?:0|1|2|22|31|32|33)m)/u;
