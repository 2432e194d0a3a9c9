import type { Heading, Inline, Paragraph } from "../tree.ts";
import {
  addBlock,
  appendSource,
  blockContainer,
  type BlockState,
  dropLeaf,
  removeBlock,
  replaceBlock,
  replaceSource,
  textLeaf,
} from "./block-state.ts";
import { findDefinitions, settledDefinitions } from "./definitions.ts";
import type { BlockContainer, TextLeaf } from "./block-entry.ts";
import type { OpenParagraph } from "./growing-block.ts";

/** Lines after which unfinished definitions are looked for at the paragraph's end only: each look reads all lines. */
const MOST_UNSETTLED_LINES = 8;

const TASK = /^\[([ xX])\](?:[ \t]+(?=[^ \t])|$)/u;

/** Opens a paragraph with its first line, or with the start of it. */
export function startParagraph(state: BlockState, text: string, isComplete: boolean): void {
  const container = blockContainer(state);
  if (container.kind === "item") container.hasContent = true;
  const source = state.syntax.gfm ? takeTask(state, container, text) : text;
  const isBracketed = source.startsWith("[");
  const paragraph: OpenParagraph = {
    kind: "paragraph",
    container,
    startLine: state.line,
    endLine: state.line,
    source,
    isBracketed,
    lastLine: source,
    lastLineAt: 0,
    hiddenChars: 0,
    unsettledLines: 0,
    leaf: undefined,
  };
  state.leaf = paragraph;
  if (!isComplete || !isBracketed) showAdded(state, paragraph, paragraph.source);
}

/** Makes the item a task if `[ ]` or `[x]` and text follow its marker, and returns that text. */
function takeTask(state: BlockState, container: BlockContainer, text: string): string {
  if (container.kind !== "item" || container.startLine !== state.line) return text;
  if (container.parts.length > 0 || !text.startsWith("[")) return text;
  const [found, mark] = TASK.exec(text) ?? [];
  if (found === undefined || found.length === text.length) return text;
  container.node.isDone = mark !== " ";
  state.log.touch(container, 0);
  return text.slice(found.length);
}

/** Adds a line, or the start of one. */
export function continueParagraph(
  state: BlockState,
  paragraph: OpenParagraph,
  line: { readonly text: string; readonly isComplete: boolean },
): void {
  paragraph.lastLineAt = paragraph.source.length + 1;
  paragraph.endLine = state.line;
  if (paragraph.leaf !== undefined) paragraph.leaf.entry.endLine = state.line;
  const added = `\n${line.text}`;
  paragraph.source += added;
  paragraph.lastLine = line.text;
  if (!line.isComplete || !isSettling(paragraph)) showAdded(state, paragraph, added);
}

/** Adds to the unfinished last line. */
export function growParagraph(state: BlockState, paragraph: OpenParagraph, text: string): void {
  paragraph.source += text;
  paragraph.lastLine += text;
  showAdded(state, paragraph, text);
}

function isSettling({ isBracketed, unsettledLines }: OpenParagraph): boolean {
  return isBracketed && unsettledLines < MOST_UNSETTLED_LINES;
}

/** Takes definitions from the start of the paragraph when a line is complete. */
export function finishParagraphLine(state: BlockState, paragraph: OpenParagraph): void {
  if (!isSettling(paragraph)) return;
  paragraph.unsettledLines += 1;
  const found = findDefinitions(paragraph.source);
  const settled = settledDefinitions(paragraph.source, found);
  for (const definition of settled.definitions) state.references.define(definition);
  if (settled.end > 0) paragraph.unsettledLines = 0;
  paragraph.source = paragraph.source.slice(settled.end);
  paragraph.isBracketed = paragraph.source.startsWith("[");
  paragraph.lastLineAt = Math.max(0, paragraph.lastLineAt - settled.end);
  paragraph.hiddenChars = found.end - settled.end;
  showAll(state, paragraph);
}

/** Takes all definitions from the start of the paragraph, and closes it. */
export function closeParagraph(state: BlockState, paragraph: OpenParagraph): void {
  state.leaf = undefined;
  if (!paragraph.isBracketed) return;
  const found = findDefinitions(paragraph.source);
  for (const definition of found.definitions) state.references.define(definition);
  paragraph.source = paragraph.source.slice(found.end);
  paragraph.hiddenChars = 0;
  showAll(state, paragraph);
}

/** Takes the last line away, and closes what remains. Returns that line. */
export function takeLastLine(state: BlockState, paragraph: OpenParagraph): string {
  paragraph.source = paragraph.source.slice(0, Math.max(0, paragraph.lastLineAt - 1));
  paragraph.endLine -= 1;
  if (paragraph.leaf !== undefined) paragraph.leaf.entry.endLine = paragraph.endLine;
  closeParagraph(state, paragraph);
  showAll(state, paragraph);
  return paragraph.lastLine;
}

/** Turns the paragraph into a heading by the line below it. */
export function underlineParagraph(
  state: BlockState,
  paragraph: OpenParagraph,
  level: number,
): void {
  closeParagraph(state, paragraph);
  const { leaf } = paragraph;
  if (leaf === undefined) return;
  const inlines: Inline[] = [];
  const heading: Heading = { type: "heading", level, inlines };
  paragraph.container.parts[leaf.entry.index] = heading;
  const entry = replaceBlock(state, leaf.entry, heading);
  dropLeaf(state, leaf);
  replaceSource(state, textLeaf(state, entry, inlines), leaf.source);
}

function showAdded(state: BlockState, paragraph: OpenParagraph, added: string): void {
  if (paragraph.leaf === undefined) {
    showAll(state, paragraph);
  } else {
    appendSource(state, paragraph.leaf, added);
  }
}

/** Shows the source without its definitions. */
function showAll(state: BlockState, paragraph: OpenParagraph): void {
  const { leaf } = paragraph;
  const text = paragraph.source.slice(paragraph.hiddenChars).trimStart();
  if (text === "") {
    if (leaf === undefined) return;
    removeBlock(state, paragraph.container, leaf.entry);
    dropLeaf(state, leaf);
    paragraph.leaf = undefined;
  } else if (leaf === undefined) {
    paragraph.leaf = attach(state, paragraph);
    appendSource(state, paragraph.leaf, text);
  } else if (leaf.source !== text) {
    replaceSource(state, leaf, text);
  }
}

/** Adds the node of a paragraph that may have started on an earlier line. */
function attach(state: BlockState, paragraph: OpenParagraph): TextLeaf {
  const inlines: Inline[] = [];
  const node: Paragraph = { type: "paragraph", inlines };
  const entry = addBlock({ ...state, line: paragraph.startLine }, paragraph.container, node);
  entry.endLine = paragraph.endLine;
  return textLeaf(state, entry, inlines);
}
