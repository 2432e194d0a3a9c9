import { type DefaultTreeAdapterTypes, parseFragment } from "parse5";

/** A node of a parsed HTML fragment: an element, or `#text`, `#comment` and so on. */
export interface HtmlNode {
  readonly name: string;
  /** Attribute names with their values. */
  readonly attributes: ReadonlyMap<string, string>;
  /** Its text, including that of its descendants. */
  readonly text: string;
}

/** All nodes that a real HTML parser builds from a fragment, in document order. */
export function htmlNodesIn(html: unknown): HtmlNode[] {
  const found: HtmlNode[] = [];
  const visit = (node: DefaultTreeAdapterTypes.ChildNode) => {
    const attributes = "attrs" in node ? node.attrs : [];
    found.push({
      name: node.nodeName,
      attributes: new Map(attributes.map(({ name, value }) => [name, value])),
      text: textOf(node),
    });
    if ("content" in node) node.content.childNodes.forEach(visit);
    if ("childNodes" in node) node.childNodes.forEach(visit);
  };
  parseFragment(String(html)).childNodes.forEach(visit);
  return found;
}

function textOf(node: DefaultTreeAdapterTypes.ChildNode): string {
  if ("value" in node) return node.value;
  return "childNodes" in node ? node.childNodes.map(textOf).join("") : "";
}
