import {
  type KeyFilter,
  keyFilter,
  type NamedVariables,
  OWN_STYLE,
  printable,
  secretsIn,
} from "../../text/index.ts";
import { redactor } from "./redact.ts";

/** Half a character, and a CR that may be half a line break. */
const UNFINISHED = /[\r\ud800-\udbff]$/u;

/**
 * Removes keys from text that comes in parts and, for a terminal, makes control characters visible: nothing
 * from a model or a provider moves the cursor, sets a title or writes to the clipboard. In a pipe the text is
 * not changed otherwise. However the text is cut, the output is the same but for the start of a key.
 */
export function textFilter(isTty: boolean, environment: NamedVariables): KeyFilter {
  const keys = keyFilter(secretsIn(environment), UNFINISHED);
  const safe = isTty ? printable : (text: string) => text;
  return { push: (text) => safe(keys.push(text)), end: () => safe(keys.end()) };
}

/** A {@link textFilter} for text that is whole. */
export function lineFilter(isTty: boolean, environment: NamedVariables): (text: string) => string {
  const redacted = redactor(environment);
  return isTty ? (text) => printable(redacted(text)) : redacted;
}

/** Text with Millrace's own colours: all other control characters are made visible. */
export function keepOwnStyles(text: string, safe: (part: string) => string): string {
  // A captured separator is in every second place.
  return text
    .split(OWN_STYLE)
    .map((part, index) => (index % 2 === 1 ? part : safe(part)))
    .join("");
}
