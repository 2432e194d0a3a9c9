import { type ActionButton, actionButton } from "./buttons/action-button.ts";
import { element } from "../element.ts";
import { setAttribute, setHidden, setText } from "./set-dom.ts";
import { isAtEnd, stickToEnd } from "./stick-to-end.ts";

/** The box of the answer: as high as its content up to a limit, and it then scrolls. */
export interface ScrollBox {
  readonly node: HTMLElement;
  /** The part that scrolls. */
  readonly scroll: HTMLElement;
  /** Adds the content. */
  fill(...parts: readonly HTMLElement[]): void;
  /** Call it after the content has changed. */
  settle(isLive: boolean): void;
  /** Shows an ended answer from its top. */
  readFromTop(): void;
  dispose(): void;
}

/** @param label Name of the part that scrolls, for screen readers. */
export function scrollBox(label: string): ScrollBox {
  const node = element("div", "mr-body");
  const scroll = element("div", "mr-scroll");
  // A box that scrolls must be reachable by keyboard.
  scroll.tabIndex = 0;
  scroll.setAttribute("role", "group");
  scroll.setAttribute("aria-label", label);
  let isLive = false;
  let isExpanded = false;

  const sticky = stickToEnd(scroll, showEdges);
  const jump: ActionButton = actionButton(
    { name: "mr-jump", sign: "down", widest: "Jump to latest" },
    () => {
      sticky.jump();
      scroll.focus({ preventScroll: true });
      showEdges();
    },
  );
  // The button covers the box, so it passes the wheel on.
  jump.node.addEventListener(
    "wheel",
    (event) => {
      event.preventDefault();
      scroll.dispatchEvent(new WheelEvent("wheel", event));
      scroll.scrollTop += event.deltaY;
    },
    { passive: false },
  );
  const expand = element("button", "mr-expand");
  expand.type = "button";
  expand.addEventListener("click", () => {
    isExpanded = !isExpanded;
    showEdges();
    if (isLive) sticky.keep();
  });
  node.append(scroll, jump.node, expand);

  /** Shows whether there is more outside of the box, and the ways to it. */
  function showEdges(): void {
    const isLong = isExpanded || scroll.scrollHeight > scroll.clientHeight + 1;
    const isBelow = !isExpanded && !isAtEnd(scroll);
    node.classList.toggle("mr-expanded", isExpanded);
    node.classList.toggle("mr-has-more", isBelow);
    jump.show({
      label: "Jump to latest",
      title: "Scroll to the end and follow it",
      isHidden: !isLive || sticky.isFollowing || !isBelow,
    });
    setText(expand, isExpanded ? "Show less" : "Show all");
    setAttribute(expand, "aria-expanded", String(isExpanded));
    setHidden(expand, !isLong);
  }

  scroll.addEventListener("scroll", showEdges, { passive: true });
  // Lines wrap in another way when the width changes, without any new text.
  const sizes = new ResizeObserver(() => {
    if (isLive) sticky.keep();
    showEdges();
  });
  sizes.observe(scroll);
  // Pages of blocks have their real height only once they are near the viewport, which may be after the last paint.
  const growth = new ResizeObserver(() => {
    if (isLive) sticky.keep();
  });

  return {
    node,
    scroll,
    settle(live) {
      isLive = live;
      sticky.keep();
      showEdges();
    },
    readFromTop: sticky.leave,
    fill(...parts) {
      scroll.append(...parts);
      for (const part of parts) growth.observe(part);
    },
    dispose() {
      sizes.disconnect();
      growth.disconnect();
    },
  };
}
