import { printable } from "../text/index.ts";
import type { StreamDocument } from "./stream-document.ts";
import { renderedHtml, sourceHtml, streamHtml } from "./stream-html.ts";

/** Rendering takes about 1 ms per 1,000 characters, in a kernel or a page that also handle other streams. */
const MOST_RENDERED_CHARS = 100_000;

/** A page saves live streams every few seconds. */
const MOST_RENDERED_LIVE_CHARS = 16_384;

/**
 * Returns a stream as HTML of at most `limitBytes` as JSON: rendered if that fits and the texts are not too long, or else
 * as its source, or else only the beginning of its source, with a note.
 */
export function boundedHtml(document: StreamDocument, limitBytes: number): string {
  const { text, reasoning, end } = document;
  const mostChars = end === undefined ? MOST_RENDERED_LIVE_CHARS : MOST_RENDERED_CHARS;
  const isLong = text.length + reasoning.length > mostChars;
  for (const form of isLong ? [sourceHtml] : [renderedHtml, sourceHtml]) {
    const html = streamHtml(document, form);
    if (jsonBytes(html) <= limitBytes) return html;
  }
  for (let chars = limitBytes; chars > LEAST_CHARS; chars = Math.floor(chars / 2)) {
    const html = streamHtml(beginningOf(document, chars), sourceHtml);
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
