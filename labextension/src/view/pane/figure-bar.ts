import type { Usage } from "millrace/events";

import { element } from "../element.ts";
import { setAttribute, setHidden, setText } from "./set-dom.ts";
import type { Figure } from "./figures.ts";
import { sparkline } from "./sparkline.ts";
import { USAGE_SOURCES, usageText } from "./words/usage-text.ts";

/** What the foot of a pane shows. */
export interface FigureBarContent {
  readonly figures: readonly Figure[];
  /** In their order; `[]` if that is not known. */
  readonly gapsMs: readonly number[];
  readonly usage: Usage | undefined;
}

/** The foot of a pane: figures, usage and the latest gaps. It is hidden if there is nothing to show. */
export function figureBar() {
  const node = element("footer", "mr-figures");
  const usage = element("span", "mr-usage");
  const line = sparkline();
  node.append(usage, line.node);
  const slots: ReturnType<typeof figureSlot>[] = [];

  function showFigures(figures: readonly Figure[]): void {
    while (slots.length > figures.length) slots.pop()?.node.remove();
    for (const [index, figure] of figures.entries()) {
      const slot = (slots[index] ??= figureSlot());
      if (!slot.node.isConnected) usage.before(slot.node);
      slot.show(figure);
    }
  }

  return {
    node,
    show({ figures, gapsMs, usage: counts }: FigureBarContent) {
      showFigures(figures);
      const counted = counts && usageText(counts);
      setText(usage, counted ?? "");
      setAttribute(usage, "title", counts === undefined ? "" : USAGE_SOURCES[counts.source]);
      setHidden(usage, counted === undefined);
      const hasLine = gapsMs.length > 2;
      line.node.style.display = hasLine ? "" : "none";
      line.draw(gapsMs);
      setHidden(node, figures.length === 0 && counted === undefined && !hasLine);
    },
  };
}

function figureSlot() {
  const node = element("span", "mr-figure");
  const name = element("span", "mr-figure-label");
  const value = element("span", "mr-figure-value");
  const mark = element("span", "mr-figure-mark");
  node.append(name, value, mark);
  return {
    node,
    show(figure: Figure) {
      setAttribute(node, "title", figure.title);
      setText(name, figure.label);
      setText(value, figure.value);
      value.dataset["figure"] = figure.label;
      setText(mark, figure.mark ?? "");
      setHidden(mark, figure.mark === undefined);
    },
  };
}
