import { safeHref } from "millrace/markdown";

import { element } from "../element.ts";
import { chip } from "./image-chip.ts";

/** Class of links that can be opened. A click on one shows its address first: see `linkPopover`. */
export const LINK_CLASS = "mr-link";

/** A link, and the element for its content. A link that is not safe is text, followed by its target. */
export function linkElement(href: string): {
  readonly node: HTMLElement;
  readonly host: HTMLElement;
} {
  const safe = safeHref(href);
  if (safe === undefined) {
    const node = element("span", "mr-unsafe-link");
    const host = document.createElement("span");
    node.append(host, chip(`blocked link · ${href}`));
    return { node, host };
  }
  const node = element("a", LINK_CLASS);
  node.href = safe;
  node.target = "_blank";
  node.rel = "noopener noreferrer nofollow";
  return { node, host: node };
}
