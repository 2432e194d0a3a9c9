import { element } from "../../element.ts";
import { setAttribute, setHidden, setText } from "../set-dom.ts";
import { icon, type IconName } from "./icons.ts";

export interface ActionButton {
  readonly node: HTMLButtonElement;
  show(state: ActionButtonState): void;
}

export interface ActionButtonState {
  readonly label: string;
  /** The tooltip. */
  readonly title: string;
  readonly isHidden?: boolean | undefined;
  /** Whether clicks do nothing now. The button keeps the focus, which a disabled one would lose. */
  readonly isBusy?: boolean | undefined;
}

/**
 * Returns a button with an icon and a label.
 *
 * @param widest The longest of its labels. The button is as wide as that one, so that a change of label moves nothing.
 */
export function actionButton(
  { name, sign, widest }: { name: string; sign: IconName; widest: string },
  act: () => void,
): ActionButton {
  const node = element("button", `mr-button ${name}`);
  node.type = "button";
  const label = element("span", "mr-label");
  label.dataset["widest"] = widest;
  node.append(icon(sign), label);
  node.addEventListener("click", () => {
    if (node.getAttribute("aria-disabled") !== "true") act();
  });
  return {
    node,
    show({ label: text, title, isHidden = false, isBusy = false }) {
      setText(label, text);
      setAttribute(node, "title", title);
      setAttribute(node, "aria-disabled", String(isBusy));
      setHidden(node, isHidden);
    },
  };
}
