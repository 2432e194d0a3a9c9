import type { Inline } from "millrace/markdown";

import { element } from "../element.ts";
import { imageChip } from "./image-chip.ts";
import { linkElement } from "./link-element.ts";
import type { TypesetLater } from "./math.ts";

/** The inline content of an element. */
export interface InlineList {
  /** Shows `inlines`, of which those before `keep` have not changed. Nodes whose content only grew stay in place. */
  update(inlines: readonly Inline[], keep: number): void;
}

interface ShownInline {
  inline: Inline;
  readonly node: ChildNode;
  readonly children: InlineList | undefined;
}

/** The list of an element with no other content. */
export function inlineList(host: HTMLElement, typeset: TypesetLater): InlineList {
  const shown: ShownInline[] = [];

  function showAt(index: number, inline: Inline): void {
    const before = shown[index];
    if (before?.inline === inline) return;
    if (before !== undefined && changeInPlace(before, inline)) {
      before.inline = inline;
      return;
    }
    const made = makeInline(inline, typeset);
    if (before === undefined) host.append(made.node);
    else before.node.replaceWith(made.node);
    shown[index] = made;
  }

  return {
    update(inlines, keep) {
      for (let index = keep; index < inlines.length; index += 1) {
        const inline = inlines[index];
        if (inline !== undefined) showAt(index, inline);
      }
      for (const { node } of shown.splice(inlines.length)) node.remove();
    },
  };
}

/** Changes the node of an inline if it has the same type, so that a selection in it survives. */
function changeInPlace({ inline: before, node, children }: ShownInline, inline: Inline): boolean {
  if ((inline.type === "text" || inline.type === "code") && before.type === inline.type) {
    const text = inline.type === "text" ? node : node.firstChild;
    if (!(text instanceof Text)) return false;
    changeText(text, before.text, inline.text);
    return true;
  }
  if (children === undefined || !("children" in inline) || !isSameParent(before, inline)) {
    return false;
  }
  children.update(inline.children, 0);
  return true;
}

function isSameParent(before: Inline, inline: Inline): boolean {
  if (inline.type === "link") return before.type === "link" && before.href === inline.href;
  return before.type === inline.type;
}

/** Text that grows is appended: a selection and the layout before it stay. */
function changeText(node: Text, before: string, text: string): void {
  if (text.startsWith(before)) {
    node.appendData(text.slice(before.length));
    return;
  }
  let same = 0;
  while (same < before.length && before.charCodeAt(same) === text.charCodeAt(same)) same += 1;
  node.replaceData(same, before.length - same, text.slice(same));
}

function makeInline(inline: Inline, typeset: TypesetLater): ShownInline {
  switch (inline.type) {
    case "text":
      return { inline, node: document.createTextNode(inline.text), children: undefined };
    case "html":
      // Raw HTML is never parsed here.
      return { inline, node: document.createTextNode(inline.text), children: undefined };
    case "soft-break":
      return { inline, node: document.createTextNode("\n"), children: undefined };
    case "hard-break":
      return { inline, node: document.createElement("br"), children: undefined };
    case "code":
      return {
        inline,
        node: textElement("code", "mr-code-span", inline.text),
        children: undefined,
      };
    case "emphasis":
      return makeParent(inline, document.createElement("em"), typeset);
    case "strong":
      return makeParent(inline, document.createElement("strong"), typeset);
    case "strikethrough":
      return makeParent(inline, document.createElement("del"), typeset);
    case "link": {
      const { node, host } = linkElement(inline.href);
      const children = inlineList(host, typeset);
      children.update(inline.children, 0);
      return { inline, node, children };
    }
    case "image":
      return { inline, node: imageChip(inline), children: undefined };
    case "math": {
      const node = element("span", inline.isDisplay ? "mr-math mr-math-display" : "mr-math");
      typeset(node, inline.text, inline.isDisplay);
      return { inline, node, children: undefined };
    }
    case "footnote-reference":
      return { inline, node: footnoteReference(inline.number), children: undefined };
  }
}

function makeParent(
  inline: Extract<Inline, { type: "emphasis" | "strong" | "strikethrough" }>,
  host: HTMLElement,
  typeset: TypesetLater,
): ShownInline {
  const children = inlineList(host, typeset);
  children.update(inline.children, 0);
  return { inline, node: host, children };
}

function textElement(tag: "code" | "button", className: string, text: string): HTMLElement {
  const node = element(tag, className);
  node.append(text);
  return node;
}

function footnoteReference(number: number): HTMLElement {
  const node = element("sup", "mr-footnote-reference");
  const button = textElement("button", "mr-footnote-jump", String(number));
  button.setAttribute("type", "button");
  button.setAttribute("aria-label", `Footnote ${number}`);
  button.dataset["footnote"] = String(number);
  node.append(button);
  return node;
}
