import type { ActionButton } from "./buttons/action-button.ts";
import { element } from "../element.ts";
import { setHidden, setText } from "./set-dom.ts";
import type { Ending } from "./words/ending-text.ts";

/** The end of an answer that is not complete: what happened, what to do, and Retry. */
export function endingPart(retry: ActionButton) {
  const node = element("div", "mr-ending");
  const what = element("p", "mr-ending-what");
  const advice = element("p", "mr-ending-advice");
  node.append(what, advice, retry.node);
  return {
    node,
    show(ending: Ending | undefined) {
      setHidden(node, ending === undefined);
      if (ending === undefined) return;
      node.dataset["tone"] = ending.tone;
      setText(what, ending.what);
      setText(advice, ending.advice ?? "");
      setHidden(advice, ending.advice === undefined);
    },
  };
}
