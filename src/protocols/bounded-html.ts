import { printable } from "../text/index.ts";
import type { StreamDocument } from "./stream-document.ts";
import { renderedHtml, sourceHtml, streamHtml } from "./stream-html.ts";

/** Forms of a text in HTML, the best first. */
const FORMS = [renderedHtml, sourceHtml];

/**
 * Returns a stream as HTML of at most `limitBytes` as JSON: rendered if that fits, or else as its source, or else only the
 * beginning of its source, with a note.
 */
export function boundedHtml(document: StreamDocument, limitBytes: number): string {
  for (const form of FORMS) {
    const html = streamHtml(document, form);
    if (jsonBytes(html) <= limitBytes) return html;
  }
  for (let mostChars = limitBytes; mostChars > LEAST_CHARS; mostChars = Math.floor(mostChars / 2)) {
    const html = streamHtml(beginningOf(document, mostChars), sourceHtml);
    if (jsonBytes(html) <= limitBytes) return html;
  }
  return streamHtml(beginningOf(document, LEAST_CHARS), sourceHtml);
}

const LEAST_CHARS = 200;

/** How many bytes a value has in a file. */
export function jsonBytes(value: unknown): number {
  return encoder.encode(JSON.stringify(value)).length;
}

const encoder = new TextEncoder();

function beginningOf(document: StreamDocument, mostChars: number): StreamDocument {
  const { text, reasoning, toolCalls } = document;
  return {
    ...document,
    text: beginning(text, mostChars),
    reasoning: beginning(reasoning, mostChars),
    toolCalls: toolCalls.map((call) => ({ ...call, text: beginning(call.text, mostChars) })),
  };
}

function beginning(text: string, mostChars: number): string {
  if (text.length <= mostChars) return text;
  const shown = printable(text.slice(0, mostChars));
  return `${shown}\n[${text.length - mostChars} more characters are in the notebook, but not in this form of the output]`;
}
