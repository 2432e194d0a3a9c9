import type { Heading, Inline } from "../tree.ts";
import {
  addBlock,
  appendSource,
  blockContainer,
  type BlockState,
  removeBlock,
  replaceSource,
  textLeaf,
} from "./block-state.ts";
import { headingContent } from "./block-starts.ts";
import type { LeafPlan, LinePlan } from "./line-plan.ts";
import {
  addLiteralLine,
  closeLiteral,
  growLiteralLine,
  startFence,
  startHtml,
  startIndentedCode,
  startMath,
  trimHtml,
} from "./literal-block.ts";
import { openContainer } from "./open-container.ts";
import type { OpenHeading, OpenMath } from "./growing-block.ts";
import {
  closeParagraph,
  continueParagraph,
  finishParagraphLine,
  growParagraph,
  startParagraph,
  underlineParagraph,
} from "./paragraph.ts";
import { type LineToPlan, planLine } from "./plan-line.ts";
import { addRow, finishRow, growRow, startTable } from "./table.ts";

/**
 * Runs a line, or the start of one, and returns whether it did. The start of a line is refused until no later text can
 * change what it is; from then on, {@link growLine} adds to it.
 *
 * This is the line machine of CommonMark's appendix, in two steps: a plan that changes nothing, then its effects.
 *
 * @see https://spec.commonmark.org/0.31.2/#phase-1-block-structure
 */
export function runLine(state: BlockState, line: LineToPlan): boolean {
  const plan = planLine(state, line);
  if (plan === undefined) return false;
  if (plan.leaf.kind === "no-math") {
    if (state.leaf?.kind === "math") dissolveMath(state, state.leaf);
    return runLine(state, line);
  }
  closeUnmatched(state, plan);
  for (const start of plan.starts) openContainer(state, start);
  runLeaf(state, plan.leaf, line.isComplete);
  if (line.isComplete) finishLine(state);
  return true;
}

/** Adds to the unfinished line that {@link runLine} began. */
export function growLine(state: BlockState, text: string): void {
  const { leaf } = state;
  switch (leaf?.kind) {
    case "paragraph":
      growParagraph(state, leaf, text);
      break;
    case "heading":
      growHeading(state, leaf, text);
      break;
    case "table":
      growRow(state, leaf, text);
      break;
    case "fence":
    case "indented":
      growLiteralLine(state, leaf, text);
      break;
    default:
      break;
  }
}

/** Ends the line that {@link runLine} began. */
export function finishLine(state: BlockState): void {
  const { leaf } = state;
  switch (leaf?.kind) {
    case "paragraph":
      finishParagraphLine(state, leaf);
      break;
    case "heading":
      showHeading(state, leaf);
      state.leaf = undefined;
      break;
    case "table":
      finishRow(state, leaf);
      break;
    default:
      break;
  }
  state.line += 1;
}

/** Closes all blocks at the end of the text. */
export function closeAll(state: BlockState): void {
  while (state.leaf?.kind === "math") dissolveMath(state, state.leaf);
  closeLeaf(state);
  state.containers.length = 1;
}

/** Parses the lines of a formula without closer as other blocks. */
function dissolveMath(state: BlockState, math: OpenMath): void {
  const { line } = state;
  const from = state.containers.length;
  const { container, entry, closer, sources } = math;
  removeBlock(state, container, entry);
  state.leaf = undefined;
  state.line = entry.startLine;
  const isNew = !state.missingClosers.has(closer);
  state.missingClosers.add(closer);
  for (const text of sources) runLine(state, { text, isComplete: true, from });
  if (isNew) state.missingClosers.delete(closer);
  state.line = line;
}

/** Closes the containers and the leaf that the line does not continue. */
function closeUnmatched(state: BlockState, plan: LinePlan): void {
  const { containers } = state;
  for (let index = 1; index < plan.matched; index++) {
    const container = containers[index];
    if (container?.kind === "quote") container.endLine = state.line;
  }
  if (plan.isLazy) return;
  const isAllMatched = plan.matched === containers.length && plan.starts.length === 0;
  if (isAllMatched && continuesLeaf(state, plan.leaf)) return;
  closeLeaf(state);
  containers.length = plan.matched;
}

function continuesLeaf({ leaf }: BlockState, plan: LeafPlan): boolean {
  switch (plan.kind) {
    case "line":
    case "close":
    case "underline":
    case "delimiters":
      return true;
    case "text":
      return leaf?.kind === "paragraph" || leaf?.kind === "table";
    default:
      return false;
  }
}

function closeLeaf(state: BlockState): void {
  const { leaf } = state;
  if (leaf?.kind === "paragraph") closeParagraph(state, leaf);
  if (leaf?.kind === "html") trimHtml(state, leaf);
  state.leaf = undefined;
}

function runLeaf(state: BlockState, plan: LeafPlan, isComplete: boolean): void {
  switch (plan.kind) {
    case "text":
      runText(state, plan.text, isComplete);
      break;
    case "line":
    case "close":
    case "underline":
    case "delimiters":
      runContinuation(state, plan);
      break;
    case "heading":
      startHeading(state, plan);
      break;
    case "rule":
      addBlock(state, blockContainer(state), { type: "rule" });
      break;
    case "fence":
      startFence(state, plan);
      break;
    case "math":
      startMath(state, plan);
      break;
    case "html":
      startHtml(state, plan);
      break;
    case "indented":
      startIndentedCode(state, plan.text);
      break;
    case "empty":
    case "no-math":
      break;
  }
}

function runText(state: BlockState, text: string, isComplete: boolean): void {
  const { leaf } = state;
  if (leaf?.kind === "paragraph") continueParagraph(state, leaf, { text, isComplete });
  else if (leaf?.kind === "table") addRow(state, leaf, text);
  else startParagraph(state, text, isComplete);
}

type ContinuationPlan = Extract<LeafPlan, { kind: "line" | "close" | "underline" | "delimiters" }>;

function runContinuation(state: BlockState, plan: ContinuationPlan): void {
  const { leaf } = state;
  switch (leaf?.kind) {
    case "paragraph":
      if (plan.kind === "underline") underlineParagraph(state, leaf, plan.level);
      if (plan.kind === "delimiters") startTable(state, leaf, plan.align);
      break;
    case "fence":
    case "math":
    case "html":
    case "indented":
      if (plan.kind === "line") addLiteralLine(state, leaf, plan.text);
      if (plan.kind !== "close" || leaf.kind === "html" || leaf.kind === "indented") break;
      closeLiteral(state, leaf, plan.text);
      if (plan.rest !== "") startParagraph(state, plan.rest, true);
      break;
    default:
      break;
  }
}

type HeadingPlan = Extract<LeafPlan, { kind: "heading" }>;

function startHeading(state: BlockState, { start, text }: HeadingPlan): void {
  const inlines: Inline[] = [];
  const node: Heading = { type: "heading", level: start.level, inlines };
  const entry = addBlock(state, blockContainer(state), node);
  const leaf = textLeaf(state, entry, inlines);
  state.leaf = { kind: "heading", leaf, source: text, shownChars: text.length };
  appendSource(state, leaf, start.text);
}

/** Longer headings are shown again only after they have grown by this share, so that their cost stays linear. */
const LONG_HEADING_CHARS = 1_024;
const GROWTH = 1 / 16;

function growHeading(state: BlockState, heading: OpenHeading, text: string): void {
  heading.source += text;
  const { length } = heading.source;
  if (length > LONG_HEADING_CHARS && length < heading.shownChars * (1 + GROWTH)) return;
  showHeading(state, heading);
}

/** What follows the text so far may turn a closing `##` into text, but never takes any away. */
function showHeading(state: BlockState, heading: OpenHeading): void {
  const { leaf, source } = heading;
  heading.shownChars = source.length;
  const text = headingContent(source);
  if (text === leaf.source) return;
  if (text.startsWith(leaf.source)) appendSource(state, leaf, text.slice(leaf.source.length));
  else replaceSource(state, leaf, text);
}
