import type {
  Change,
  Footnote,
  MarkdownDocument,
  MarkdownNode,
} from "../../../src/markdown/index.ts";

/** A copy of a node: its fields, and copies of its parts. */
export interface NodeCopy {
  readonly node: MarkdownNode;
  fields: string;
  readonly parts: (NodeCopy | string)[];
  footnotes: NodeCopy[];
}

/** Keeps a copy of a growing document by its changes alone, as a view does. */
export interface TreeCopy {
  apply(changes: readonly Change[]): void;
  readonly root: NodeCopy;
}

export function treeCopy(document: MarkdownDocument): TreeCopy {
  const copies = new Map<MarkdownNode, NodeCopy>();

  function copyOf(node: MarkdownNode): NodeCopy {
    const copy: NodeCopy = { node, fields: "", parts: [], footnotes: [] };
    copies.set(node, copy);
    update(copy, 0);
    return copy;
  }

  function update(copy: NodeCopy, keep: number): void {
    copy.fields = fieldsOf(copy.node);
    copy.parts.length = Math.min(keep, copy.parts.length);
    for (const part of partsOf(copy.node).slice(keep)) {
      copy.parts.push(typeof part === "string" ? part : copyOf(part));
    }
    if (copy.node.type !== "document") return;
    copy.footnotes = copy.node.footnotes.map((footnote) => {
      const before = copy.footnotes.find(({ node }) => node === footnote);
      return before ?? copyOf(footnote);
    });
  }

  const root = copyOf(document);
  return {
    root,
    apply(changes) {
      for (const { node, keep } of changes) {
        const copy = copies.get(node);
        if (copy === undefined)
          throw new Error(`A change names a ${node.type} that was not in the tree`);
        update(copy, keep);
      }
    },
  };
}

/** The tree that a copy holds, in the shape of {@link plainTree}. */
export function copiedTree(copy: NodeCopy): unknown {
  return [
    copy.fields,
    copy.parts.map((part) => (typeof part === "string" ? part : copiedTree(part))),
    copy.footnotes.map(copiedTree),
  ];
}

/** A tree as plain data. */
export function plainTree(node: MarkdownNode): unknown {
  const footnotes: readonly Footnote[] = node.type === "document" ? node.footnotes : [];
  return [
    fieldsOf(node),
    partsOf(node).map((part) => (typeof part === "string" ? part : plainTree(part))),
    footnotes.map(plainTree),
  ];
}

/** The fields of a node that are not its parts. */
function fieldsOf(node: MarkdownNode): string {
  const fields = Object.entries(node).filter(([name]) => !PARTS.has(name));
  return JSON.stringify(Object.fromEntries(fields));
}

const PARTS = new Set(["children", "inlines", "lines", "rows", "cells", "footnotes"]);

function partsOf(node: MarkdownNode): readonly (MarkdownNode | string)[] {
  switch (node.type) {
    case "document":
    case "quote":
    case "list":
    case "item":
    case "footnote":
      return node.children;
    case "paragraph":
    case "heading":
      return node.inlines.map((inline) => JSON.stringify(inline));
    case "code":
    case "math":
    case "html":
      return node.lines;
    case "table":
      return node.rows;
    case "row":
      return node.cells.map((cell) => JSON.stringify(cell));
    case "rule":
      return [];
  }
}
