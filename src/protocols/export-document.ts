import { escapeHtml, printable } from "../text/index.ts";
import { receivedFrom, type StreamDocument } from "./stream-document.ts";
import { sourceHtml, streamHtml, toolCallLine } from "./stream-html.ts";

/** Readable in light and dark, on a phone and on paper. */
const STYLE = `
:root { color-scheme: light dark; }
body { font: 16px/1.6 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; overflow-wrap: anywhere; }
pre { overflow-x: auto; padding: 0.75rem 1rem; border-radius: 6px; background: color-mix(in srgb, currentcolor 7%, transparent); }
code { font: 0.9em/1.5 ui-monospace, monospace; }
table { border-collapse: collapse; display: block; overflow-x: auto; }
th, td { border: 1px solid color-mix(in srgb, currentcolor 25%, transparent); padding: 0.3rem 0.7rem; }
blockquote { margin-inline: 0; padding-inline-start: 1rem; border-inline-start: 3px solid color-mix(in srgb, currentcolor 25%, transparent); }
summary { cursor: pointer; }
.prompt pre { white-space: pre-wrap; }
`;

/** Nothing in the page is fetched or runs, even if it were not safe. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'";

/**
 * Returns a stream as one static HTML page with its own style: prompt, answer, reasoning, tool calls and figures. It is
 * as safe as what a notebook stores, runs no script, and fetches nothing.
 *
 * Cost: O(length of the texts).
 *
 * @example
 * ```ts
 * const document = readStreamDocument({ v: 1, session: "k", id: "s", seq: 0, text: "**Hello**" });
 * document && exportHtml(document).includes("<strong>Hello</strong>"); // true
 * ```
 */
export function exportHtml(document: StreamDocument): string {
  const { title, model, prompt } = document;
  const name = escapeHtml(printable((title ?? model ?? "Answer").replaceAll(/\s+/gu, " ")));
  const asked =
    prompt === undefined || prompt === ""
      ? ""
      : `<details class="prompt" open><summary>Prompt</summary>${sourceHtml(prompt)}</details>`;
  return [
    "<!doctype html>",
    '<html lang="en"><head><meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${POLICY}">`,
    '<meta name="viewport" content="width=device-width">',
    `<title>${name}</title><style>${STYLE}</style></head>`,
    `<body>${asked}${streamHtml(document)}</body></html>`,
    "",
  ].join("\n");
}

/**
 * Returns the source of the answer exactly as the model wrote it; of an answer that is only tool calls, these as code.
 * It is Markdown from outside: only {@link exportHtml} is safe in every program.
 *
 * @example
 * ```ts
 * const document = readStreamDocument({ v: 1, session: "k", id: "s", seq: 0, text: "Hello" });
 * document && exportMarkdown(document); // "Hello"
 * ```
 */
export function exportMarkdown({ text, toolCalls }: StreamDocument): string {
  if (text !== "" || toolCalls.length === 0) return text;
  return toolCalls.map((call) => fenced(toolCallLine(call))).join("\n");
}

/**
 * Returns a stream as JSON, with the times of its parts in milliseconds: `gapsMs`, first from the request to the first
 * content, then from each part to the next. If `isGapOrderKnown` is false, only their distribution is real.
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

/** Returns text as a fenced code block, whose fence is longer than all in the text. */
function fenced(text: string): string {
  const longest = Math.max(2, ...Array.from(text.matchAll(/`+/gu), ([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}\n${text}\n${fence}\n`;
}
