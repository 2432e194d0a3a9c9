import { printable } from "../text/index.ts";
import { dig } from "../wire/index.ts";
import { boundedHtml, jsonBytes } from "./bounded-html.ts";
import { summaryOfGaps } from "./gap-code.ts";
import { readStreamDocument } from "./read-stream-document.ts";
import { STREAM_MIME_TYPE, type StreamDocument } from "./stream-document.ts";
import { resolvedText, storedText } from "./stored-text.ts";
import { endRemark, toolCallLine } from "./stream-html.ts";

/** MIME type → data. JSON types have values, text types have strings. */
export type MimeBundle = Readonly<Record<string, unknown>>;

/**
 * Returns what a notebook stores of a stream: the document for Millrace's renderer, and for other front ends the answer
 * as HTML ({@link streamHtml}) and its source as text.
 *
 * As JSON, it is at most three times as large as the stream's texts if these have 2 KB or more: the document refers to
 * `text/plain` for a long answer ({@link readStreamBundle} resolves it), the HTML is bounded, and many gaps become a summary.
 *
 * There is no `text/markdown`. Each front end has its own Markdown parser, so no escaping is safe in all of them, and
 * most of them run HTML and load images in it.
 *
 * Cost: O(length of the texts).
 *
 * @example
 * ```ts
 * const document = readStreamDocument({ v: 1, session: "k", id: "s", title: "Hi", seq: 0, text: "Hello" });
 * document && streamBundle(document)["text/plain"]; // "Hi\n\nHello"
 * ```
 */
export function streamBundle(document: StreamDocument): MimeBundle {
  const { title, text } = document;
  const plain = plainSource(document);
  const offsetChars =
    title === undefined || title === "" ? 0 : printable(title).length + GAP.length;
  const stored = { ...document, text: storedText(text, plain, offsetChars), gaps: "" };
  const limitBytes = LARGEST_RATIO * Math.max(FROM_BYTES, textBytes(document));
  const freeBytes = limitBytes - jsonBytes(stored) - jsonBytes(plain) - NAMES_BYTES;
  const html = boundedHtml(document, freeBytes - SUMMARY_BYTES);
  const gaps = storedGaps(document.gaps, freeBytes - jsonBytes(html));
  return { [STREAM_MIME_TYPE]: { ...stored, gaps }, "text/html": html, "text/plain": plain };
}

/** Size of a bundle, in sizes of its texts. */
export const LARGEST_RATIO = 3;

/** Below this size of the texts, the ratio does not hold. */
export const FROM_BYTES = 2_000;

/** The types and the punctuation of the bundle. */
export const NAMES_BYTES = 100;

/** Kept free for the summary of the gaps. */
export const SUMMARY_BYTES = 500;

/** About 3,000 parts. */
const MOST_GAPS_CHARS = 8_192;

/** Returns the gaps, or a summary if they are too large. */
export function storedGaps(gaps: string, freeBytes: number): string {
  return gaps.length <= Math.min(MOST_GAPS_CHARS, freeBytes) ? gaps : summaryOfGaps(gaps);
}

/** Size of what model and user wrote. */
export function textBytes({ text, reasoning, toolCalls, prompt = "" }: StreamDocument): number {
  return jsonBytes([prompt, reasoning, text, ...toolCalls.map((call) => call.text)]);
}

/** Between the parts of the plain text. */
export const GAP = "\n\n";

/** Returns the answer's source, with its tool calls. Terminals print it, so control characters are pictures. */
export function plainSource({ title, text, toolCalls, end }: StreamDocument): string {
  const remark = end && endRemark(end);
  const parts = [title, text, ...toolCalls.map(toolCallLine), remark];
  return parts
    .flatMap((part) => (part === undefined || part === "" ? [] : [printable(part)]))
    .join(GAP);
}

/**
 * Reads the {@link StreamDocument} of a saved MIME bundle; `undefined` if there is none, or its text is gone.
 *
 * @param bundle MIME types and their data, each text as one string.
 *
 * @example
 * ```ts
 * readStreamBundle({ "text/plain": "Hello" }); // undefined
 * ```
 */
export function readStreamBundle(bundle: unknown): StreamDocument | undefined {
  const document = dig(bundle, STREAM_MIME_TYPE);
  const text = resolvedText(dig(document, "text"), dig(bundle, "text/plain"));
  if (typeof document !== "object" || text === undefined) return undefined;
  return readStreamDocument({ ...document, text });
}
