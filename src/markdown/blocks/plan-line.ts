import type { InlineSyntax } from "../inlines/syntax.ts";
import {
  fenceStart,
  footnoteStart,
  headingStart,
  htmlStart,
  isRule,
  itemStart,
  mathStart,
  underlineLevel,
} from "./block-starts.ts";
import { matchContainers, planContinuation } from "./continuation.ts";
import type { Container } from "./block-entry.ts";
import {
  detachedRest,
  isEmptyFrom,
  type LineCursor,
  lineCursor,
  restOf,
  skipColumns,
  skipMarker,
  skipToText,
  textOf,
} from "./line-cursor.ts";
import type { ContainerStart, LeafPlan, LinePlan } from "./line-plan.ts";
import type { GrowingBlock } from "./growing-block.ts";
import { onlyDefinitions } from "./definitions.ts";
import { isPending } from "./pending-line.ts";
import { delimiterRow, splitRow } from "./table-syntax.ts";

/** Deeper containers are text: the cost of a line grows with its depth. */
const MOST_CONTAINERS = 100;

/** The open blocks, as a line finds them. */
export interface OpenPath {
  readonly containers: readonly Container[];
  readonly leaf: GrowingBlock | undefined;
  readonly syntax: InlineSyntax;
  /** Closers of formulas that are not in the text, so that their openers are text. */
  readonly missingClosers: ReadonlySet<string>;
}

export interface LineToPlan {
  readonly text: string;
  readonly isComplete: boolean;
  /** Containers from this index on are matched; the text is that after the markers of the ones before. */
  readonly from: number;
}

/** A walk over one line. */
interface Walk {
  readonly path: OpenPath;
  readonly cursor: LineCursor;
  readonly isComplete: boolean;
  readonly matched: number;
  /** Whether all open containers continue, so that the open leaf may. */
  readonly isAllMatched: boolean;
  readonly starts: ContainerStart[];
}

/** Plans what a line does; `undefined` if that is open until more of it has come. Changes nothing. */
export function planLine(path: OpenPath, line: LineToPlan): LinePlan | undefined {
  const cursor = lineCursor(line.text);
  const { isComplete } = line;
  const matched = matchContainers(path.containers, cursor, line.from);
  const isAllMatched = matched === path.containers.length;
  const continuation = planContinuation(path.leaf, cursor, { isComplete, isAllMatched });
  if (continuation === "pending") return undefined;
  if (continuation !== undefined) {
    return { matched, isLazy: false, starts: [], leaf: continuation };
  }

  const walk: Walk = { path, cursor, isComplete, matched, isAllMatched, starts: [] };
  const leaf = planStarts(walk);
  if (leaf === undefined) return undefined;
  const { starts } = walk;
  const isLazy =
    !isAllMatched && starts.length === 0 && leaf.kind === "text" && path.leaf?.kind === "paragraph";
  return { matched, isLazy, starts, leaf };
}

/** Whether the text of the line may belong to the open paragraph. */
function mayContinueParagraph({ path, starts }: Walk): boolean {
  return starts.length === 0 && path.leaf?.kind === "paragraph";
}

function planIndented(walk: Walk): LeafPlan {
  const { cursor } = walk;
  if (mayContinueParagraph(walk)) return { kind: "text", text: textOf(cursor) };
  skipColumns(cursor, 4);
  return { kind: "indented", text: restOf(cursor) };
}

function planStarts(walk: Walk): LeafPlan | undefined {
  const { cursor, path, isComplete } = walk;
  for (;;) {
    if (isEmptyFrom(cursor)) return isComplete ? { kind: "empty" } : undefined;
    if (cursor.indent >= 4) return planIndented(walk);
    const text = textOf(cursor);
    if (!isComplete && isPending(text, path.syntax)) return undefined;
    const leaf = planLeafStart(walk, text);
    if (leaf !== undefined) return leaf;
    if (!planContainerStart(walk, text)) return { kind: "text", text };
  }
}

/** Whether the line would interrupt a paragraph beside it, not one in a container that it closes. */
function interruptsParagraph(walk: Walk): boolean {
  return walk.isAllMatched && mayContinueParagraph(walk);
}

const LEAF_MARKS = new Set("#`~<=-*_|:$\\");

function planLeafStart(walk: Walk, text: string): LeafPlan | undefined {
  if (!LEAF_MARKS.has(text.charAt(0))) return undefined;
  const heading = headingStart(text);
  if (heading !== undefined)
    return { kind: "heading", start: heading, text: text.slice(heading.level) };
  const fence = fenceStart(text);
  if (fence !== undefined) return { kind: "fence", start: fence, indent: walk.cursor.indent };
  return planHtml(walk, text) ?? planUnderline(walk, text) ?? planRuleOrMath(walk, text);
}

function planHtml(walk: Walk, text: string): LeafPlan | undefined {
  const html = walk.path.syntax.html ? htmlStart(text) : undefined;
  if (html === undefined) return undefined;
  if (!html.canInterrupt && mayContinueParagraph(walk)) return undefined;
  return { kind: "html", start: html, text: restOf(walk.cursor) };
}

function planUnderline(walk: Walk, text: string): LeafPlan | undefined {
  const { leaf, syntax } = walk.path;
  if (!interruptsParagraph(walk) || leaf?.kind !== "paragraph") return undefined;
  const level = underlineLevel(text);
  if (level !== undefined && !(leaf.isBracketed && onlyDefinitions(leaf.source)))
    return { kind: "underline", level };
  if (!syntax.gfm) return undefined;
  const align = delimiterRow(text);
  if (align === undefined) return undefined;
  const header = splitRow(leaf.lastLine);
  return header.length === align.length ? { kind: "delimiters", align } : undefined;
}

function planRuleOrMath({ path, cursor }: Walk, text: string): LeafPlan | undefined {
  if (isRule(text)) return { kind: "rule" };
  const math = path.syntax.math ? mathStart(text) : undefined;
  if (math === undefined || (!math.isClosed && path.missingClosers.has(math.closer)))
    return undefined;
  return { kind: "math", start: math, source: detachedRest(cursor) };
}

/** Consumes the marker of a container at the cursor, if there is one. */
function planContainerStart(walk: Walk, text: string): boolean {
  const { cursor, starts, path } = walk;
  if (walk.matched + starts.length >= MOST_CONTAINERS) return false;
  if (text.startsWith(">")) {
    skipToText(cursor);
    skipMarker(cursor, 1);
    skipColumns(cursor, 1);
    starts.push({ kind: "quote" });
    return true;
  }
  const footnote = path.syntax.footnotes ? footnoteStart(text) : undefined;
  if (footnote !== undefined) {
    skipToText(cursor);
    skipMarker(cursor, footnote.lengthChars);
    skipToText(cursor);
    starts.push({ kind: "footnote", label: footnote.label });
    return true;
  }
  return planItem(walk, text);
}

function planItem(walk: Walk, text: string): boolean {
  const item = itemStart(text);
  if (item === undefined) return false;
  const isEmpty = text.slice(item.lengthChars).trim() === "";
  const { start, marker } = item;
  if (interruptsParagraph(walk) && (isEmpty || (start !== undefined && start !== 1))) return false;

  const { cursor, starts } = walk;
  const markerColumns = cursor.indent + item.lengthChars;
  skipToText(cursor);
  skipMarker(cursor, item.lengthChars);
  const padding = isEmpty || cursor.indent >= 5 ? 1 : cursor.indent;
  if (isEmpty) skipToText(cursor);
  else skipColumns(cursor, padding);
  starts.push({ kind: "item", marker, start, contentColumns: markerColumns + padding });
  return true;
}
