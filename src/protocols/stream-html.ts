import { escapeHtml, printable } from "../text/index.ts";
import { decodeGaps } from "./gap-code.ts";
import { describeFailure, type EndReason } from "../events/index.ts";
import { STATE_TEXTS, type StreamDocument } from "./stream-document.ts";

/**
 * Returns a stream as HTML for front ends without our renderer: the source of the answer, its reasoning and
 * tool calls, under a line with title, model, state and figures.
 *
 * JupyterLab trusts what a cell of the current session displays, and nbconvert trusts everything, so this HTML
 * must be safe as it is: five elements, one constant attribute, no attribute from outside, no link, no style.
 * All text from outside is in `<pre>`, after {@link printable} and {@link escapeHtml}.
 *
 * Programs that process the page or the notebook further cannot interpret the text either:
 * 1. MathJax (JupyterLab, nbconvert) skips `<pre>`, and elements with the two classes even if configured to
 *    typeset `<pre>`.
 * 2. `nbconvert --to markdown` copies the HTML into Markdown, where an empty line ends an HTML block and the rest of
 *    the answer would be Markdown. There is no empty line: a line feed before one is a character reference.
 * 3. Site generators compile that Markdown and evaluate expressions in braces. {@link escapeHtml} leaves no `{`.
 */
export function streamHtml(document: StreamDocument): string {
  const { text, reasoning, toolCalls, end } = document;
  const remark = end && endRemark(end);
  const parts = [
    headOf(document),
    reasoning === ""
      ? ""
      : `<details><summary>Reasoning</summary>${preformatted(reasoning)}</details>`,
    text === "" ? "" : preformatted(text),
    ...toolCalls.map((call) => preformatted(toolCallLine(call))),
    remark === undefined ? "" : preformatted(remark),
  ];
  return `<div class="millrace-stream tex2jax_ignore mathjax_ignore">${parts.join("")}</div>`;
}

export function toolCallLine({ name, text }: StreamDocument["toolCalls"][number]): string {
  return `→ ${name} ${text}`.trimEnd();
}

/**
 * Returns a sentence on an answer that may not be complete; `undefined` if the model finished it.
 */
export function endRemark(end: EndReason): string | undefined {
  switch (end.kind) {
    case "stop":
    case "tool-calls":
      return undefined;
    case "length":
      return "The answer reached its maximum length";
    case "content-filter":
      // A refusal is a complete answer, a filter cuts one off, and providers report both in this way.
      return `Refused or filtered by the provider${end.raw === undefined ? "" : ` (${end.raw})`}`;
    case "other":
      return `The answer ended with an unknown finish reason: ${end.raw}`;
    case "truncated":
      return "The connection ended before the answer was complete";
    case "aborted":
      return "Stopped";
    case "failed":
      return `Failed: ${describeFailure(end.failure)}`;
  }
}

function headOf(document: StreamDocument): string {
  const { title, model, usage, gaps } = document;
  const [firstTokenMs] = decodeGaps(gaps);
  const facts = [
    model,
    stateOf(document),
    firstTokenMs === undefined ? undefined : `first token after ${Math.round(firstTokenMs)} ms`,
    usage === undefined ? undefined : usageOf(usage),
  ].filter((fact) => fact !== undefined);
  const heading = title === undefined ? "" : `<strong>${inline(title)}</strong> · `;
  return `<pre>${heading}${inline(facts.join(" · "))}</pre>`;
}

function stateOf({ state, end }: StreamDocument): string {
  if (end === undefined) return STATE_TEXTS[state];
  return end.kind === "stop" || end.kind === "tool-calls" ? "done" : end.kind;
}

function usageOf({ inputTokens, outputTokens, source }: NonNullable<StreamDocument["usage"]>) {
  const tokens = `${inputTokens.total ?? "?"} tokens in, ${outputTokens.total ?? "?"} out`;
  return source === "estimated" ? `${tokens} (estimated)` : tokens;
}

/** Text from outside in one line. */
function inline(text: string): string {
  return escapeHtml(printable(text.replaceAll(/\s+/gu, " ")));
}

function preformatted(text: string): string {
  const source = escapeHtml(printable(text)).replaceAll(/\n(?=[ \t]*(?:\n|$))/gu, "&#10;");
  // HTML parsers drop a line feed right after `<pre>`.
  return `<pre>${/^(?:\n|&#10;)/u.test(source) ? "&#10;" : ""}${source}</pre>`;
}
