import type { Footnote, List, ListItem, Quote } from "../tree.ts";
import { addBlock, addItem, blockContainer, type BlockState } from "./block-state.ts";
import type { FootnoteEntry, ItemEntry, ListEntry, QuoteEntry } from "./block-entry.ts";
import type { ContainerStart } from "./line-plan.ts";

type ItemStartPlan = Extract<ContainerStart, { kind: "item" }>;

/** Opens a container in the innermost open one. */
export function openContainer(state: BlockState, start: ContainerStart): void {
  switch (start.kind) {
    case "quote":
      openQuote(state);
      break;
    case "footnote":
      openFootnote(state, start.label);
      break;
    case "item":
      openItem(state, start);
      break;
  }
}

function openQuote(state: BlockState): void {
  const node: Quote & { children: QuoteEntry["parts"] } = { type: "quote", children: [] };
  const entry = addBlock(state, blockContainer(state), node);
  const quote: QuoteEntry = { ...entry, kind: "quote", parts: node.children, lastPart: undefined };
  push(state, quote);
}

/** Opens the definition of a footnote. It is in no container's parts: the document lists it when it is referenced. */
function openFootnote(state: BlockState, label: string): void {
  const container = blockContainer(state);
  if (container.kind === "item") container.hasContent = true;
  const node: Footnote & { children: FootnoteEntry["parts"] } = {
    type: "footnote",
    label,
    children: [],
  };
  const footnote: FootnoteEntry = {
    kind: "footnote",
    node,
    parts: node.children,
    parent: state.containers[0],
    index: 0,
    depth: 1,
    previous: undefined,
    startLine: state.line,
    endLine: state.line,
    loosens: undefined,
    lastPart: undefined,
  };
  state.containers.push(footnote);
  state.references.defineFootnote(footnote);
}

function openItem(state: BlockState, { marker, start, contentColumns }: ItemStartPlan): void {
  const top = state.containers.at(-1);
  const list = top?.kind === "list" && top.marker === marker ? top : openList(state, marker, start);
  const node: ListItem & { isDone: boolean | undefined; children: ItemEntry["parts"] } = {
    type: "item",
    isDone: undefined,
    children: [],
  };
  const entry = addItem(state, list, node);
  const item: ItemEntry = {
    ...entry,
    kind: "item",
    node,
    parent: list,
    parts: node.children,
    lastPart: undefined,
    contentColumns,
    hasContent: false,
  };
  push(state, item);
}

function openList(state: BlockState, marker: string, start: number | undefined): ListEntry {
  const node: List & { isTight: boolean; children: ListEntry["parts"] } = {
    type: "list",
    start,
    isTight: true,
    children: [],
  };
  const entry = addBlock(state, blockContainer(state), node);
  const list: ListEntry = {
    ...entry,
    kind: "list",
    node,
    marker,
    parts: node.children,
    lastPart: undefined,
  };
  push(state, list);
  return list;
}

function push(state: BlockState, container: QuoteEntry | ItemEntry | ListEntry): void {
  if (container.parent !== undefined) container.parent.lastPart = container;
  state.containers.push(container);
}
