import { closesFence, findCloser } from "./block-starts.ts";
import type { Container } from "./block-entry.ts";
import {
  detachedRest,
  isEmptyFrom,
  type LineCursor,
  restOf,
  skipColumns,
  skipMarker,
  skipToText,
  textOf,
} from "./line-cursor.ts";
import type { LeafPlan } from "./line-plan.ts";
import type { OpenFence, OpenHtml, GrowingBlock, OpenMath } from "./growing-block.ts";

/** Moves over the markers of the open containers that the line continues, and returns how many those are. */
export function matchContainers(
  containers: readonly Container[],
  cursor: LineCursor,
  from: number,
): number {
  let index = from;
  for (; index < containers.length; index++) {
    const container = containers[index];
    if (container === undefined || !matchContainer(container, cursor)) break;
  }
  return index;
}

function matchContainer(container: Container, cursor: LineCursor): boolean {
  switch (container.kind) {
    case "document":
    case "list":
      return true;
    case "quote":
      return matchQuote(cursor);
    case "item":
      if (isEmptyFrom(cursor)) return container.hasContent;
      return matchIndent(cursor, container.contentColumns);
    case "footnote":
      return isEmptyFrom(cursor) || matchIndent(cursor, 4);
  }
}

function matchIndent(cursor: LineCursor, columns: number): boolean {
  if (cursor.indent < columns) return false;
  skipColumns(cursor, columns);
  return true;
}

function matchQuote(cursor: LineCursor): boolean {
  if (cursor.indent >= 4 || cursor.line.charAt(cursor.textOffset) !== ">") return false;
  skipToText(cursor);
  skipMarker(cursor, 1);
  skipColumns(cursor, 1);
  return true;
}

/** What the walk over a line found so far. */
interface Found {
  readonly isComplete: boolean;
  readonly isAllMatched: boolean;
}

/**
 * Plans a line of the open leaf if that takes lines verbatim; `undefined` if the line is searched for starts of blocks
 * instead.
 */
export function planContinuation(
  leaf: GrowingBlock | undefined,
  cursor: LineCursor,
  found: Found,
): LeafPlan | "pending" | undefined {
  if (leaf?.kind === "math") return planMathLine(leaf, cursor, found);
  if (!found.isAllMatched) return undefined;
  switch (leaf?.kind) {
    case "fence":
      return planFenceLine(leaf, cursor, found.isComplete);
    case "indented":
      return planIndentedLine(cursor, found.isComplete);
    case "html":
      return planHtmlLine(leaf, cursor, found.isComplete);
    default:
      return undefined;
  }
}

function planMathLine(
  leaf: OpenMath,
  cursor: LineCursor,
  { isComplete, isAllMatched }: Found,
): LeafPlan | "pending" {
  if (!isComplete) return "pending";
  if (!isAllMatched || isEmptyFrom(cursor)) return { kind: "no-math" };
  const text = detachedRest(cursor);
  const close = findCloser(text, leaf.closer);
  if (close === undefined) return { kind: "line", text };
  return {
    kind: "close",
    text: text.slice(0, close).trimEnd(),
    rest: text.slice(close + 2).trim(),
  };
}

function planFenceLine(
  leaf: OpenFence,
  cursor: LineCursor,
  isComplete: boolean,
): LeafPlan | "pending" {
  const text = textOf(cursor);
  if (isComplete) {
    if (cursor.indent < 4 && closesFence(text, leaf)) return { kind: "close", text: "", rest: "" };
  } else if (text === "" || mayCloseFence(text, leaf.mark)) {
    return "pending";
  }
  skipColumns(cursor, leaf.indent);
  return { kind: "line", text: restOf(cursor) };
}

/** Whether the start of a line consists of fence marks and spaces alone. */
function mayCloseFence(text: string, mark: string): boolean {
  let length = 0;
  while (text.charAt(length) === mark) length += 1;
  return length > 0 && text.slice(length).trim() === "";
}

function planIndentedLine(
  cursor: LineCursor,
  isComplete: boolean,
): LeafPlan | "pending" | undefined {
  if (isEmptyFrom(cursor)) {
    if (!isComplete) return "pending";
  } else if (cursor.indent < 4) {
    return undefined;
  }
  skipColumns(cursor, 4);
  return { kind: "line", text: restOf(cursor) };
}

function planHtmlLine(
  leaf: OpenHtml,
  cursor: LineCursor,
  isComplete: boolean,
): LeafPlan | "pending" | undefined {
  if (!isComplete) return "pending";
  if (leaf.end === undefined && isEmptyFrom(cursor)) return undefined;
  return { kind: "line", text: restOf(cursor) };
}
