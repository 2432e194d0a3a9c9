import type {
  Block,
  Footnote,
  HtmlBlock,
  List,
  ListItem,
  MathBlock,
  Quote,
} from "millrace/markdown";

import { element } from "../element.ts";
import { codeBlock } from "./code/block.ts";
import { type CodeLines, codeLines } from "./code/lines.ts";
import { inlineList } from "./inline-list.ts";
import { nodeList } from "./node-list.ts";
import { longList, makePage, PAGE_SIZE, type PartPlace } from "./page-list.ts";
import { tableBlock } from "./table-block.ts";
import type { NodeDom, ViewContext } from "./view-context.ts";

const HEADINGS = ["h1", "h2", "h3", "h4", "h5", "h6"] as const;

/** Makes the element of a block. It is empty until the first update. */
export function makeBlock(block: Block, context: ViewContext): NodeDom {
  switch (block.type) {
    case "paragraph":
      return leafBlock(document.createElement("p"), block, context);
    case "heading":
      return leafBlock(document.createElement(HEADINGS[block.level - 1] ?? "h6"), block, context);
    case "quote":
      return containerBlock(document.createElement("blockquote"), block, context);
    case "list":
      return listBlock(block, context);
    case "code":
      return codeBlock(block, context);
    case "math":
      return mathBlock(block, context);
    case "table":
      return tableBlock(block, context);
    case "rule":
      return { element: document.createElement("hr"), update() {} };
    case "html":
      // Raw HTML is never parsed here.
      return htmlBlock(block);
  }
}

function leafBlock(
  host: HTMLElement,
  block: Extract<Block, { type: "paragraph" | "heading" }>,
  { typeset }: ViewContext,
): NodeDom {
  const inlines = inlineList(host, typeset);
  return { element: host, update: (keep) => inlines.update(block.inlines, keep) };
}

/** A formula that may still grow is not typeset: its source is shown. */
function mathBlock(block: MathBlock, { typeset, overflow }: ViewContext): NodeDom {
  const host = element("div", "mr-math mr-math-block mr-math-source");
  overflow.watch(host, host, () => "Formula, scrolls");
  let open: CodeLines | undefined;
  return {
    element: host,
    update(keep) {
      if (block.isClosed) {
        open = undefined;
        typeset(host, block.lines.join("\n"), true);
        return;
      }
      if (open === undefined) {
        host.replaceChildren();
        host.classList.add("mr-math-source");
      }
      const isNew = open === undefined;
      open ??= codeLines(host);
      open.update(block.lines, isNew ? 0 : keep);
    },
  };
}

function htmlBlock({ lines }: HtmlBlock): NodeDom {
  const host = element("p", "mr-html");
  const text = codeLines(host);
  return { element: host, update: (keep) => text.update(lines, keep) };
}

/** An element whose parts are blocks. */
export function containerBlock(
  host: HTMLElement,
  block: Quote | ListItem | Footnote,
  context: ViewContext,
): NodeDom {
  const blocks = nodeList(longList(host, makePage), context, makeBlock);
  return { element: host, update: (keep) => blocks.update(block.children, keep) };
}

function listBlock(list: List, context: ViewContext): NodeDom {
  const host = document.createElement(list.start === undefined ? "ul" : "ol");
  // Its items may be in pages, in which browsers do not recognize them.
  host.setAttribute("role", "list");
  if (list.start !== undefined) host.setAttribute("start", String(list.start));
  const items = nodeList(itemPlace(host, list.start), context, listItem);
  return {
    element: host,
    update(keep) {
      host.toggleAttribute("data-tight", list.isTight);
      items.update(list.children, keep);
    },
  };
}

/** @param start The number of the first item, if they have numbers. */
function itemPlace(host: HTMLElement, start: number | undefined): PartPlace {
  const place = longList(host, () => makePage("mr-page mr-items"));
  let count = 0;
  return {
    append(item) {
      if (count >= PAGE_SIZE) item.setAttribute("role", "listitem");
      // Pages contain the counters of their items.
      const isFirst = count > 0 && count % PAGE_SIZE === 0;
      if (isFirst && start !== undefined) item.setAttribute("value", String(start + count));
      place.append(item);
      count += 1;
    },
    removeLast() {
      place.removeLast();
      count -= 1;
    },
  };
}

function listItem(item: ListItem, context: ViewContext): NodeDom {
  const host = document.createElement("li");
  const content = element("div", "mr-item");
  const mark = element("span", "mr-task-mark");
  mark.setAttribute("role", "img");
  host.append(content);
  const { update } = containerBlock(content, item, context);
  return {
    element: host,
    update(keep) {
      const { isDone } = item;
      host.classList.toggle("mr-task", isDone !== undefined);
      if (isDone === undefined) mark.remove();
      else {
        mark.textContent = isDone ? "☑" : "☐";
        mark.setAttribute("aria-label", isDone ? "Done" : "Not done");
        host.prepend(mark);
      }
      update(keep);
    },
  };
}
