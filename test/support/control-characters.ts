/* oxlint-disable no-control-regex -- control characters are what these patterns look for */

/** Every character that takes effect in a terminal, except line feeds and tabs. */
export const EFFECTIVE =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\u{e0000}-\u{e007f}]/u;

/** The styles that Millrace itself prints, and the sequence that clears a line of progress. */
export const MILLRACE_STYLES = /\u001b\[(?:0|1|2|22|31|32|33)m|\r\u001b\[2K/gu;

/** Characters that move a cursor or forge what is shown, as they are or escaped in JSON, and keys. */
export const FORGED =
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e]|\\u00[01]|sk-proj|hunter2/u;
