import { receivedFrom, type StreamDocument } from "./stream-document.ts";
import { streamHtml } from "./stream-html.ts";

/**
 * Returns a stream as one static HTML page.
 *
 * @example
 * ```ts
 * const document = readStreamDocument({ v: 1, session: "k", id: "s", seq: 0, text: "Hello" });
 * document && exportHtml(document).includes("Hello"); // true
 * ```
 */
export function exportHtml(document: StreamDocument): string {
  return `<!doctype html><meta charset="utf-8">${streamHtml(document)}\n`;
}

/**
 * Returns a stream as Markdown: the source of the answer.
 *
 * @example
 * ```ts
 * const document = readStreamDocument({ v: 1, session: "k", id: "s", seq: 0, text: "Hello" });
 * document && exportMarkdown(document); // "Hello\n"
 * ```
 */
export function exportMarkdown(document: StreamDocument): string {
  return `${document.text}\n`;
}

/**
 * Returns a stream as JSON, with the time of each part in milliseconds.
 *
 * @example
 * ```ts
 * const document = readStreamDocument({ v: 1, session: "k", id: "s", seq: 0, text: "Hello", gaps: "CgA=" });
 * document && JSON.parse(exportJson(document)).gapsMs; // [1, 0]
 * ```
 */
export function exportJson(document: StreamDocument): string {
  return `${JSON.stringify(receivedFrom(document), undefined, 2)}\n`;
}
