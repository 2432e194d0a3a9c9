import type { MarkdownNode } from "millrace/markdown";

import type { PartPlace } from "./page-list.ts";
import type { NodeDom, ViewContext } from "./view-context.ts";

/** The elements of the nodes in a list, in order. */
export interface NodeList<Node extends MarkdownNode> {
  /** Shows `nodes`, of which those before `keep` have not changed. */
  update(nodes: readonly Node[], keep: number): void;
}

/** @param make Makes the element of a node. It is empty until the first update. */
export function nodeList<Node extends MarkdownNode>(
  place: PartPlace,
  context: ViewContext,
  make: (node: Node, context: ViewContext) => NodeDom,
): NodeList<Node> {
  const shown: { node: Node; dom: NodeDom }[] = [];

  function showAt(index: number, node: Node): void {
    const before = shown[index];
    if (before?.node === node) {
      before.dom.update(0);
      return;
    }
    const dom = make(node, context);
    context.register(node, dom);
    dom.update(0);
    if (before === undefined) place.append(dom.element);
    else before.dom.element.replaceWith(dom.element);
    shown[index] = { node, dom };
  }

  return {
    update(nodes, keep) {
      for (; shown.length > nodes.length; place.removeLast()) shown.pop();
      for (let index = keep; index < nodes.length; index += 1) {
        const node = nodes[index];
        if (node !== undefined) showAt(index, node);
      }
    },
  };
}
