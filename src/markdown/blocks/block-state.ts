import type { InlineSyntax } from "../inlines/syntax.ts";
import type { Block, Inline, ListItem } from "../tree.ts";
import type { ChangeLog } from "./change-log.ts";
import {
  type BlockContainer,
  type Container,
  type BlockEntry,
  lastLineOf,
  type Leaf,
  type ListEntry,
  type ParentEntry,
  type TextLeaf,
} from "./block-entry.ts";
import type { GrowingBlock } from "./growing-block.ts";
import type { ReferenceIndex } from "./reference-index.ts";

/** The blocks that are open at the end of the text, and what the last lines did to the tree. */
export interface BlockState {
  /** From the document to the innermost container. */
  readonly containers: Container[];
  leaf: GrowingBlock | undefined;
  /** Number of the current line. */
  line: number;
  /** Leaves so far. */
  leafCount: number;
  /** Leaves whose sources changed. */
  readonly fresh: Set<Leaf>;
  readonly missingClosers: Set<string>;
  readonly log: ChangeLog;
  readonly syntax: InlineSyntax;
  readonly references: ReferenceIndex;
}

/** The container of the next block. Lists that end here are closed. */
export function blockContainer(state: BlockState): BlockContainer {
  for (;;) {
    const container = state.containers.at(-1);
    if (container === undefined) {
      throw new TypeError(
        "Cannot add a block as the document is always open: current value is none",
      );
    }
    if (container.kind !== "list") return container;
    state.containers.pop();
  }
}

/** Adds a block at the end of a container. */
export function addBlock(state: BlockState, container: BlockContainer, node: Block): BlockEntry {
  const entry = nextEntry(state, container, node);
  container.parts.push(node);
  if (container.kind === "item") container.hasContent = true;
  return adopt(state, container, entry);
}

export function addItem(state: BlockState, list: ListEntry, node: ListItem): BlockEntry {
  const entry = nextEntry(state, list, node);
  list.parts.push(node);
  return adopt(state, list, entry);
}

function nextEntry(state: BlockState, parent: Container, node: Block | ListItem): BlockEntry {
  return {
    node,
    parent,
    index: parent.parts.length,
    depth: parent.depth + 1,
    previous: parent.lastPart,
    startLine: state.line,
    endLine: state.line,
    loosens: loosenedList(state, parent),
  };
}

function adopt<T extends BlockEntry>(state: BlockState, parent: ParentEntry, entry: T): T {
  parent.lastPart = entry;
  state.log.touch(parent, entry.index);
  const list = entry.loosens;
  if (list !== undefined) setTight(state, list, false);
  return entry;
}

function setTight(state: BlockState, list: ListEntry, isTight: boolean): void {
  list.node.isTight = isTight;
  state.log.touch(list, list.parts.length);
}

/** The tight list that a part after empty lines makes loose. */
function loosenedList(state: BlockState, parent: Container): ListEntry | undefined {
  if (parent.kind !== "list" && parent.kind !== "item") return undefined;
  const list = parent.kind === "list" ? parent : parent.parent;
  const { lastPart } = parent;
  if (lastPart === undefined || !list.node.isTight) return undefined;
  return lastLineOf(lastPart) + 1 < state.line ? list : undefined;
}

/** Removes the last block of a container. */
export function removeBlock(state: BlockState, container: BlockContainer, entry: BlockEntry): void {
  container.parts.pop();
  container.lastPart = entry.previous;
  state.log.touch(container, entry.index);
  if (entry.loosens !== undefined) setTight(state, entry.loosens, true);
}

/** Puts another block in the position of the last one. */
export function replaceBlock(state: BlockState, entry: BlockEntry, node: Block): BlockEntry {
  const container = entry.parent;
  if (container === undefined) return entry;
  const replacement = { ...entry, node, endLine: state.line };
  container.lastPart = replacement;
  state.log.touch(container, entry.index);
  return replacement;
}

/** Makes the leaf of a paragraph or heading. */
export function textLeaf(state: BlockState, entry: BlockEntry, inlines: Inline[]): TextLeaf {
  state.leafCount += 1;
  return {
    kind: "text",
    entry,
    order: state.leafCount,
    footnoteLabels: new Set(),
    inlines,
    source: "",
    fresh: "",
    isReset: false,
  };
}

export function appendSource(state: BlockState, leaf: TextLeaf, text: string): void {
  leaf.source += text;
  leaf.fresh += text;
  state.fresh.add(leaf);
}

/** Forgets a leaf that is no longer in the tree. */
export function dropLeaf(state: BlockState, leaf: Leaf): void {
  state.fresh.delete(leaf);
  state.references.forget(leaf);
}

export function replaceSource(state: BlockState, leaf: TextLeaf, source: string): void {
  leaf.source = source;
  leaf.fresh = source;
  leaf.isReset = true;
  state.fresh.add(leaf);
}
