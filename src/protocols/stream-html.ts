import { describeFailure, type EndReason } from "../events/index.ts";
import { type Inline, markdownHtml, parseMarkdown } from "../markdown/index.ts";
import { escapeHtml, printable } from "../text/index.ts";
import { decodeGaps } from "./gap-code.ts";
import { type FailedAttempt, STATE_TEXTS, type StreamDocument } from "./stream-document.ts";

/**
 * Returns a stream as HTML for front ends without our renderer: under a line with title, model, state and figures, its
 * failed attempts, reasoning, answer and tool calls.
 *
 * JupyterLab trusts what a cell of the current session displays, and nbconvert trusts everything, so this HTML
 * must be safe as it is: it has the elements and attributes of {@link markdownHtml} and four more elements. All other
 * text from outside is in `<pre>`, after {@link printable} and {@link escapeHtml}.
 *
 * Programs that process the page or the notebook further cannot interpret the text either:
 * 1. MathJax (JupyterLab, nbconvert) skips `<pre>`, and elements with the two classes even if configured to
 *    typeset `<pre>`.
 * 2. `nbconvert --to markdown` copies the HTML into Markdown, where an empty line ends an HTML block and the rest of
 *    the answer would be Markdown. There is no empty line: a line feed before one is a character reference.
 * 3. Site generators compile that Markdown and evaluate expressions in braces. There is no `{`.
 */
export function streamHtml(document: StreamDocument, form = renderedHtml): string {
  const { text, reasoning, toolCalls, attempts, end } = document;
  const remark = end && endRemark(end);
  const parts = [
    paragraph(headOf(document)),
    ...attempts.map((attempt) => paragraph([plainInline(attemptLine(attempt))])),
    reasoning === ""
      ? ""
      : `<details><summary>${reasoningTitle(document)}</summary>${form(reasoning)}</details>`,
    text === "" ? "" : form(text),
    ...toolCalls.map((call) => sourceHtml(toolCallLine(call))),
    remark === undefined ? "" : paragraph([plainInline(remark)]),
  ];
  return `<div class="millrace-stream tex2jax_ignore mathjax_ignore">${parts.join("")}</div>`;
}

/** Returns Markdown as it is meant to be read. */
export function renderedHtml(text: string): string {
  return markdownHtml(parseMarkdown(text));
}

/** Returns any text as it is, in a `<pre>`. */
export function sourceHtml(text: string): string {
  const source = escapeHtml(printable(text)).replaceAll(/\n(?=[ \t]*(?:\n|$))/gu, "&#10;");
  // HTML parsers drop a line feed right after `<pre>`.
  return `<pre>${/^(?:\n|&#10;)/u.test(source) ? "&#10;" : ""}${source}</pre>`;
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

/** Returns what became of an attempt, in one line. */
function attemptLine({ attempt, failure, next }: FailedAttempt): string {
  return `Attempt ${attempt} failed: ${describeFailure(failure)}${next === undefined ? "" : `; ${nextLine(next)}`}`;
}

function nextLine(next: NonNullable<FailedAttempt["next"]>): string {
  switch (next.kind) {
    case "retry":
      return next.inMs === 0 ? "retried" : `retried after ${Math.round(next.inMs)} ms`;
    case "resume":
      return "resumed";
    case "fall-back":
      return `${next.provider} answered instead`;
    case "without-streaming":
      return "requested without streaming";
  }
}

/** Returns model, state, time to first token and usage. */
function factsOf(document: StreamDocument): string {
  const { model, usage, gaps, kernelBlocks } = document;
  const [firstTokenMs] = decodeGaps(gaps).gapsMs;
  const blockedMs = Math.round(kernelBlocks?.beforeFirstTokenMs ?? 0);
  return [
    model,
    stateOf(document),
    firstTokenMs === undefined ? undefined : `first token after ${Math.round(firstTokenMs)} ms`,
    firstTokenMs === undefined || blockedMs === 0
      ? undefined
      : `of which the kernel was blocked for ${blockedMs} ms`,
    usage === undefined ? undefined : usageOf(usage),
  ]
    .filter((fact) => fact !== undefined)
    .join(" · ");
}

function headOf(document: StreamDocument): Inline[] {
  const { title } = document;
  const facts = plainInline(factsOf(document));
  if (title === undefined || title === "") return [facts];
  return [{ type: "strong", children: [plainInline(title)] }, plainInline(" · "), facts];
}

function reasoningTitle({ reasoningMs }: StreamDocument): string {
  return reasoningMs === undefined
    ? "Reasoning"
    : `Reasoning, ${(reasoningMs / 1000).toFixed(1)} s`;
}

function stateOf({ state, end }: StreamDocument): string {
  return end === undefined ? STATE_TEXTS[state] : END_TEXTS[end.kind];
}

const END_TEXTS: Readonly<Record<EndReason["kind"], string>> = {
  stop: "done",
  "tool-calls": "done",
  length: "stopped at the length limit",
  "content-filter": "refused or filtered",
  other: "ended",
  truncated: "cut off",
  aborted: "stopped",
  failed: "failed",
};

function usageOf({ inputTokens, outputTokens, source }: NonNullable<StreamDocument["usage"]>) {
  const tokens = `${inputTokens.total ?? "?"} tokens in, ${outputTokens.total ?? "?"} out`;
  return source === "estimated" ? `${tokens} (estimated)` : tokens;
}

function plainInline(text: string): Inline {
  return { type: "text", text: text.replaceAll(/\s+/gu, " ") };
}

function paragraph(inlines: readonly Inline[]): string {
  const children = [{ type: "paragraph", inlines } as const];
  return markdownHtml({ type: "document", children, footnotes: [] });
}
