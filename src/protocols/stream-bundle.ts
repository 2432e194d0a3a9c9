import { printable } from "../text/index.ts";
import { asCount, asText, dig } from "../wire/index.ts";
import { readStreamDocument } from "./read-stream-document.ts";
import { STREAM_MIME_TYPE, type StreamDocument } from "./stream-document.ts";
import { endRemark, streamHtml, toolCallLine } from "./stream-html.ts";

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
 * const document = readStreamDocument({ v: 1, session: "k", id: "s", title: "Hi", seq: 0, text: "Hello" });
 * document && streamBundle(document)["text/plain"]; // "Hi\n\nHello"
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

/** For a shorter text, a reference is not worth it. */
const SHORTEST_CHARS = 512;

/**
 * Returns the text, or a reference to it if `plain` contains exactly that text, so that a notebook does not store it three
 * times.
 */
function storedText(text: string, plain: string, offsetChars: number): unknown {
  const isThere = text.length >= SHORTEST_CHARS && plain.startsWith(text, offsetChars);
  return isThere ? { from: "text/plain", offsetChars, lengthChars: text.length } : text;
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
  const text = resolveText(dig(document, "text"), dig(bundle, "text/plain"));
  if (typeof document !== "object" || text === undefined) return undefined;
  return readStreamDocument({ ...document, text });
}

function resolveText(stored: unknown, plain: unknown): string | undefined {
  if (dig(stored, "from") !== "text/plain") return asText(stored);
  const offsetChars = asCount(dig(stored, "offsetChars"));
  const lengthChars = asCount(dig(stored, "lengthChars"));
  if (offsetChars === undefined || lengthChars === undefined) return undefined;
  const text = asText(plain)?.slice(offsetChars, offsetChars + lengthChars);
  return text?.length === lengthChars ? text : undefined;
}
