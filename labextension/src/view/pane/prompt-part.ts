import { element } from "../element.ts";
import { keepScrollKeys } from "./scroll-keys.ts";
import { setHidden, setText } from "./set-dom.ts";

/** What the model was asked, folded. */
export function promptPart() {
  const node = element("details", "mr-prompt");
  const text = element("div", "mr-prompt-text");
  text.tabIndex = 0;
  text.setAttribute("role", "group");
  text.setAttribute("aria-label", "Prompt");
  keepScrollKeys(text);
  node.append(element("summary", "", "Prompt"), text);
  return {
    node,
    show(prompt: string | undefined) {
      setHidden(node, prompt === undefined || prompt === "");
      setText(text, prompt ?? "");
    },
  };
}
