import type { BlockState } from "./blocks/block-state.ts";
import { closeAll, finishLine, growLine, runLine } from "./blocks/block-machine.ts";
import { changeLog } from "./blocks/change-log.ts";
import type { DocumentEntry, TextLeaf } from "./blocks/block-entry.ts";
import { lateDefinitions } from "./blocks/late-definitions.ts";
import { leafInlines } from "./blocks/leaf-inlines.ts";
import { referenceIndex } from "./blocks/reference-index.ts";
import { type InlineSyntax, MODEL_SYNTAX, SPEC_SYNTAX } from "./inlines/syntax.ts";
import type { Block, MarkdownDocument, MarkdownOptions, MarkdownStream } from "./tree.ts";

/** Longer unfinished lines are looked at again only after they have grown by this share, so that their cost stays linear. */
const LONG_LINE_CHARS = 1_024;
const GROWTH = 1 / 16;

/**
 * Parses Markdown that grows.
 *
 * @throws {TypeError} On `push` after `end`.
 *
 * @example
 * ```ts
 * const stream = markdownStream();
 * stream.push("# Hel");
 * stream.push("lo\n\nwor");
 * stream.changes();
 * stream.push("ld");
 * stream.changes(); // that of the paragraph
 * stream.end();
 * stream.document.children.map(({ type }) => type); // ["heading", "paragraph"]
 * ```
 */
export function markdownStream(options: MarkdownOptions = {}): MarkdownStream {
  return streamOf(syntaxOf(options));
}

/**
 * Parses a whole text as Markdown.
 *
 * Cost: O(length of the text).
 *
 * @example
 * ```ts
 * parseMarkdown("# Title").children.map(({ type }) => type); // ["heading"]
 * ```
 */
export function parseMarkdown(text: string, options: MarkdownOptions = {}): MarkdownDocument {
  const stream = markdownStream(options);
  stream.push(text);
  stream.end();
  return stream.document;
}

function syntaxOf({ mode = "model" }: MarkdownOptions): InlineSyntax {
  return mode === "model" ? MODEL_SYNTAX : SPEC_SYNTAX;
}

/** As {@link markdownStream}, with any set of extensions. */
export function streamOf(syntax: InlineSyntax): MarkdownStream {
  const log = changeLog();
  const index = referenceIndex();
  const inlines = leafInlines({ syntax, log, index });
  const late = lateDefinitions(index, inlines);
  const node: DocumentEntry["node"] & { readonly children: Block[] } = {
    type: "document",
    children: [],
    footnotes: [],
  };
  const root: DocumentEntry = {
    kind: "document",
    node,
    parts: node.children,
    parent: undefined,
    index: 0,
    depth: 0,
    previous: undefined,
    lastPart: undefined,
    startLine: 0,
    endLine: 0,
    loosens: undefined,
  };
  const state: BlockState = {
    containers: [root],
    leaf: undefined,
    line: 1,
    leafCount: 0,
    fresh: new Set(),
    missingClosers: new Set(),
    log,
    syntax,
    references: index,
  };
  const lines = lineFeeder(state);
  let isEnded = false;

  function sync(): void {
    inlines.parse(state.fresh, openText(state));
    if (isEnded) late.patchAll();
    else late.patchSome();
    const listed = index.footnotes.takeListed(isEnded);
    if (listed === undefined) return;
    node.footnotes = listed;
    log.touch(root, root.parts.length);
  }

  return {
    document: node,
    push(text) {
      if (isEnded) {
        throw new TypeError("Cannot add text as the stream must be open: current value is ended");
      }
      lines.push(text);
      sync();
    },
    end() {
      if (isEnded) return;
      isEnded = true;
      lines.end();
      sync();
    },
    changes: () => log.take(node),
  };
}

/** The text that the next delta may add to. */
function openText({ leaf }: BlockState): TextLeaf | undefined {
  return leaf?.kind === "paragraph" || leaf?.kind === "heading" ? leaf.leaf : undefined;
}

/** Cuts text into lines for the block machine. */
function lineFeeder(state: BlockState): { push(text: string): void; end(): void } {
  /** The unfinished line, if the machine refuses its start so far. */
  let held = "";
  let triedChars = 0;
  /** Whether the machine runs the unfinished line. */
  let isRunning = false;
  /** Whether a line feed would belong to a carriage return before it. */
  let isAfterReturn = false;
  /** The first half of a surrogate pair. */
  let half = "";

  function addToLine(text: string): void {
    if (text === "") return;
    if (isRunning) {
      growLine(state, text);
      return;
    }
    held += text;
    if (held.length > LONG_LINE_CHARS && held.length < triedChars * (1 + GROWTH)) return;
    triedChars = held.length;
    if (!runLine(state, { text: held, isComplete: false, from: 1 })) return;
    isRunning = true;
    held = "";
  }

  function endLine(text: string): void {
    if (isRunning) {
      if (text !== "") growLine(state, text);
      finishLine(state);
    } else {
      runLine(state, { text: held + text, isComplete: true, from: 1 });
    }
    held = "";
    triedChars = 0;
    isRunning = false;
  }

  function feed(text: string): void {
    const lineEnd = /\r\n?|\n/gu;
    let start = isAfterReturn && text.startsWith("\n") ? 1 : 0;
    lineEnd.lastIndex = start;
    for (let found = lineEnd.exec(text); found !== null; found = lineEnd.exec(text)) {
      endLine(text.slice(start, found.index));
      start = lineEnd.lastIndex;
    }
    isAfterReturn = text.endsWith("\r");
    addToLine(text.slice(start));
  }

  return {
    push(text) {
      let whole = half + text;
      half = /[\uD800-\uDBFF]$/.exec(whole)?.[0] ?? "";
      if (half !== "") whole = whole.slice(0, -1);
      if (whole.includes("\0")) whole = whole.replaceAll("\0", "\uFFFD");
      if (whole !== "") feed(whole);
    },
    end() {
      if (half !== "") addToLine(half);
      if (isRunning || held !== "") endLine("");
      closeAll(state);
    },
  };
}
