import { printable } from "../text/index.ts";
import { endRemark } from "./end-remark.ts";
import { storedText } from "./stored-text.ts";
import { STREAM_MIME_TYPE, type StreamDocument } from "./stream-document.ts";
import { streamHtml, toolCallLine } from "./stream-html.ts";

/** MIME type → data. JSON types have values, text types have strings. */
export type MimeBundle = Readonly<Record<string, unknown>>;

/**
 * Returns what a notebook stores of a stream: the document for Millrace's renderer, and for other front ends the answer's
 * source as HTML ({@link streamHtml}) and as text.
 *
 * The document refers to `text/plain` for a long text; `readStreamBundle` resolves it. So the bundle is at most
 * three times as large as an answer of 2 KB or more, for prose and code in deltas of five bytes or more, and a little
 * larger for math: gaps take 2.7 bytes a delta, and escaped characters, braces among them, up to six bytes.
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
  const { title, text } = document;
  const plain = plainSource(document);
  const offsetChars =
    title === undefined || title === "" ? 0 : printable(title).length + GAP.length;
  return {
    [STREAM_MIME_TYPE]: { ...document, text: storedText(text, plain, offsetChars) },
    "text/html": streamHtml(document),
    "text/plain": plain,
  };
}

/** Between the parts of the plain text. */
const GAP = "\n\n";

/** The answer's source, with its tool calls. Terminals print it, so control characters are pictures. */
function plainSource({ title, text, toolCalls, end }: StreamDocument): string {
  const remark = end && endRemark(end);
  const parts = [title, text, ...toolCalls.map(toolCallLine), remark];
  return parts
    .flatMap((part) => (part === undefined || part === "" ? [] : [printable(part)]))
    .join(GAP);
}
