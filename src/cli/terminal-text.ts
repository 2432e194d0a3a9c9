import { printable } from "../protocols/index.ts";
import { type Environment, redactor } from "./redact.ts";

/** Turns text that comes in pieces into what a stream may show. */
export interface TextFilter {
  /** What may be written now. */
  push(text: string): string;
  /** What was held back. */
  end(): string;
}

/** Half a character, and a CR that may be half a line break. */
const UNFINISHED = /[\r\ud800-\udbff]$/u;

/**
 * Removes keys and, for a terminal, makes control characters visible: nothing from a model or a provider
 * moves the cursor, sets a title or writes to the clipboard. In a pipe the text is not changed otherwise.
 *
 * The output is the same however the text is cut, but a key that is cut in two is not recognised.
 */
export function textFilter(isTty: boolean, environment: Environment): TextFilter {
  const filter = lineFilter(isTty, environment);
  let held = "";

  return {
    push(text) {
      const all = held + text;
      held = UNFINISHED.exec(all)?.[0] ?? "";
      return filter(all.slice(0, all.length - held.length));
    },
    end() {
      const rest = held;
      held = "";
      return filter(rest);
    },
  };
}

/** A {@link textFilter} for text that is whole. */
export function lineFilter(isTty: boolean, environment: Environment): (text: string) => string {
  const redacted = redactor(environment);
  return isTty ? (text) => printable(redacted(text)) : redacted;
}

/** The codes that Millrace itself writes: bold, dim, their ends, and the colours of a report. */
// oxlint-disable-next-line no-control-regex -- escape sequences are what it looks for
const OWN_STYLE = /(\u001b\[(?:0|1|2|22|31|32|33)m)/u;

/** Text with Millrace's own colours: all other control characters are made visible. */
export function keepOwnStyles(text: string, safe: (part: string) => string): string {
  // A captured separator is in every second place.
  return text
    .split(OWN_STYLE)
    .map((part, index) => (index % 2 === 1 ? part : safe(part)))
    .join("");
}
