import type { Footnote } from "millrace/markdown";

import { element } from "../element.ts";
import { containerBlock } from "./make-block.ts";
import { nodeList } from "./node-list.ts";
import { longList, makePage } from "./page-list.ts";
import type { NodeDom, ViewContext } from "./view-context.ts";

/** The footnotes of a document, below it. The section is in `root` only if there are any. */
export function footnoteSection(root: HTMLElement, context: ViewContext) {
  const section = element("section", "mr-footnotes");
  section.setAttribute("aria-label", "Footnotes");
  const list = document.createElement("ol");
  section.append(list);
  let shown: readonly Footnote[] = [];
  const notes = nodeList(longList(list, makePage), context, (note: Footnote) =>
    footnoteItem(note, shown.indexOf(note) + 1, context),
  );
  return {
    update(footnotes: readonly Footnote[]) {
      if (footnotes === shown) return;
      const before = shown;
      shown = footnotes;
      const same = shown.findIndex((note, index) => note !== before[index]);
      notes.update(shown, same === -1 ? shown.length : same);
      if (shown.length === 0) section.remove();
      else if (section.parentNode === null) root.append(section);
    },
  };
}

function footnoteItem(note: Footnote, number: number, context: ViewContext): NodeDom {
  const item = element("li", "mr-footnote");
  // The target of a jump.
  item.tabIndex = -1;
  const content = element("div", "mr-footnote-text");
  const back = element("button", "mr-footnote-back");
  back.type = "button";
  back.textContent = "↩";
  back.setAttribute("aria-label", `Back to reference ${number}`);
  item.append(content, back);
  return { element: item, update: containerBlock(content, note, context).update };
}

/** Jumps between references and footnotes: no ids, which would have to be unique on the page. */
export function followFootnotes(root: HTMLElement, signal: AbortSignal): void {
  root.addEventListener(
    "click",
    ({ target }) => {
      if (!(target instanceof HTMLElement)) return;
      const number = Number(target.dataset["footnote"]);
      if (number > 0) footnotesIn(root)[number - 1]?.focus();
      const item = target.closest<HTMLElement>(".mr-footnote-back")?.closest("li");
      if (!item) return;
      const index = footnotesIn(root).indexOf(item);
      root.querySelector<HTMLElement>(`[data-footnote="${index + 1}"]`)?.focus();
    },
    { signal },
  );
}

function footnotesIn(root: HTMLElement): HTMLElement[] {
  return [...root.querySelectorAll<HTMLElement>("li.mr-footnote")];
}
