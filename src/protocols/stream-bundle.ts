import { describeFailure, type EndReason } from "../events/index.ts";
import type { MimeBundle } from "./mime-bundle.ts";
import { neutralMarkdown } from "./neutral-markdown.ts";
import { STREAM_MIME_TYPE, type StreamDocument } from "./stream-document.ts";

/**
 * What a notebook keeps of a stream: the document for our renderer, and for everybody else the answer
 * as markdown that runs nothing, and as text. About three times the answer's size.
 *
 * @example
 * ```ts
 * const document = {
 *   v: 1, session: "k", id: "s", title: "Greeting", provider: undefined, model: undefined,
 *   state: "flowing", seq: 0, text: "Hello", reasoning: "", end: undefined, usage: undefined,
 *   gaps: "", startedAtWallMs: 0,
 * } as const;
 * streamBundle(document)["text/plain"]; // "Greeting\n\nHello"
 * ```
 */
export function streamBundle(document: StreamDocument): MimeBundle {
  const { text, title, end } = document;
  const heading = title === undefined ? [] : [title];
  const remark = end === undefined ? [] : endRemark(end);
  return {
    [STREAM_MIME_TYPE]: document,
    "text/markdown": [
      ...heading.map((line) => `**${neutralMarkdown(line)}**`),
      neutralMarkdown(text),
      ...remark.map((line) => `*${neutralMarkdown(line)}*`),
    ].join("\n\n"),
    "text/plain": [...heading, text, ...remark].join("\n\n"),
  };
}

/** What a reader must know about an answer that is not whole. */
function endRemark(end: EndReason): string[] {
  switch (end.kind) {
    case "stop":
    case "tool-calls":
      return [];
    case "length":
      return ["The answer reached its longest length"];
    case "content-filter":
      return ["The provider withheld the rest"];
    case "other":
      return [`The answer ended with an unknown finish reason: ${end.raw}`];
    case "truncated":
      return ["The connection ended before the answer was complete"];
    case "aborted":
      return ["Stopped"];
    case "failed":
      return [`Failed: ${describeFailure(end.failure)}`];
  }
}
