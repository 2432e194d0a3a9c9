import { decodeEscapes } from "../inlines/characters.ts";
import { addBlock, blockContainer, type BlockState } from "./block-state.ts";
import type { LeafPlan } from "./line-plan.ts";
import type { OpenFence, OpenHtml, OpenIndentedCode, OpenMath } from "./growing-block.ts";

/** Blocks whose lines are kept as they are: code, HTML and math. */
type OpenLiteral = OpenFence | OpenHtml | OpenIndentedCode | OpenMath;

type Plan<Kind extends LeafPlan["kind"]> = Extract<LeafPlan, { kind: Kind }>;

export function startFence(state: BlockState, { start, indent }: Plan<"fence">): void {
  const [word = ""] = start.info.split(/[ \t]/u, 1);
  const node: OpenFence["node"] = {
    type: "code",
    language: decodeEscapes(word),
    lines: [],
    isClosed: false,
  };
  const entry = addBlock(state, blockContainer(state), node);
  state.leaf = { kind: "fence", entry, node, mark: start.mark, length: start.length, indent };
}

export function startIndentedCode(state: BlockState, text: string): void {
  const node: OpenIndentedCode["node"] = {
    type: "code",
    language: "",
    lines: [text],
    isClosed: true,
  };
  const entry = addBlock(state, blockContainer(state), node);
  state.leaf = { kind: "indented", entry, node, emptyLines: [] };
}

export function startHtml(state: BlockState, { start, text }: Plan<"html">): void {
  const node: OpenHtml["node"] = { type: "html", lines: [text] };
  const entry = addBlock(state, blockContainer(state), node);
  const isClosed = start.end?.test(text) === true;
  state.leaf = isClosed ? undefined : { kind: "html", entry, node, end: start.end };
}

export function startMath(state: BlockState, { start, source }: Plan<"math">): void {
  const container = blockContainer(state);
  const text = start.text.trim();
  const lines = text === "" ? [] : [text];
  const node: OpenMath["node"] = { type: "math", lines, isClosed: start.isClosed };
  const entry = addBlock(state, container, node);
  const { closer } = start;
  state.leaf = start.isClosed
    ? undefined
    : { kind: "math", entry, container, node, closer, sources: [source] };
}

/** Adds a line, or the start of one. */
export function addLiteralLine(state: BlockState, leaf: OpenLiteral, text: string): void {
  const { lines } = leaf.node;
  state.log.touch(leaf.entry, lines.length);
  switch (leaf.kind) {
    case "indented":
      if (text.trim() === "") {
        leaf.emptyLines.push(text);
        return;
      }
      lines.push(...leaf.emptyLines.splice(0));
      break;
    case "html":
      if (leaf.end?.test(text) === true) state.leaf = undefined;
      break;
    case "math":
      leaf.sources.push(text);
      break;
    case "fence":
      break;
  }
  lines.push(text);
  leaf.entry.endLine = state.line;
}

/** Adds to the unfinished last line of code. */
export function growLiteralLine(state: BlockState, leaf: OpenLiteral, text: string): void {
  const { lines } = leaf.node;
  const last = lines.length - 1;
  lines[last] = (lines[last] ?? "") + text;
  state.log.touch(leaf.entry, last);
}

/** Closes a fence or formula by its closer, with the last of the formula before it. */
export function closeLiteral(state: BlockState, leaf: OpenFence | OpenMath, text: string): void {
  const { lines } = leaf.node;
  state.log.touch(leaf.entry, lines.length);
  if (text.trim() !== "") lines.push(text);
  leaf.node.isClosed = true;
  leaf.entry.endLine = state.line;
  state.leaf = undefined;
}

/** Drops the empty lines at the end of HTML that nothing closed. */
export function trimHtml(state: BlockState, { node, entry }: OpenHtml): void {
  const { lines } = node;
  while (lines.at(-1)?.trim() === "") lines.pop();
  state.log.touch(entry, lines.length);
}
