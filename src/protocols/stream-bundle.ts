import { endRemark } from "./end-remark.ts";
import type { MimeBundle } from "./mime-bundle.ts";
import { printable } from "./printable.ts";
import { STREAM_MIME_TYPE, type StreamDocument } from "./stream-document.ts";
import { streamHtml, toolCallLine } from "./stream-html.ts";

/**
 * Returns what a notebook keeps of a stream: the document for our renderer, and for other front ends the answer's
 * source as HTML ({@link streamHtml}) and as text.
 *
 * There is no `text/markdown`. Each front end has its own Markdown parser, so no escaping is safe in all of them, and
 * most of them run HTML and load images in it.
 *
 * @example
 * ```ts
 * const document = {
 *   v: 1, session: "k", id: "s", title: "Greeting", provider: undefined, model: undefined,
 *   state: "flowing", seq: 0, text: "Hello", reasoning: "", toolCalls: [], end: undefined,
 *   usage: undefined, gaps: "", startedAtWallMs: 0,
 * } as const;
 * streamBundle(document)["text/plain"]; // "Greeting\n\nHello"
 * ```
 */
export function streamBundle(document: StreamDocument): MimeBundle {
  return {
    [STREAM_MIME_TYPE]: document,
    "text/html": streamHtml(document),
    "text/plain": plainSource(document),
  };
}

/** The answer's source, with its tool calls. Terminals print it, so control characters are pictures. */
function plainSource({ title, text, toolCalls, end }: StreamDocument): string {
  const remark = end && endRemark(end);
  const parts = [title, text, ...toolCalls.map(toolCallLine), remark];
  return printable(parts.filter((part) => part !== undefined && part !== "").join("\n\n"));
}
