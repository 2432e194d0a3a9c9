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

  const sticky = stickToEnd(scroll, measure);
  const jump: ActionButton = actionButton(
    { name: "mr-jump", sign: "down", widest: "Jump to latest" },
    () => {
      sticky.jump();
      scroll.focus({ preventScroll: true });
      measure();
    },
  );
  passWheel(jump.node, scroll);
  const expand = element("button", "mr-expand");
  expand.type = "button";
  expand.addEventListener("click", () => {
    isExpanded = !isExpanded;
    showEdges();
    if (isLive) sticky.keep();
    measure();
  });
  node.append(scroll, jump.node, expand);

  /** Whether the content overflows the box, and goes on below it, when that was measured last. */
  let isOverflowing = false;
  let isBeforeEnd = false;

  function measure(): void {
    isOverflowing = scroll.scrollHeight > scroll.clientHeight + 1;
    isBeforeEnd = !isAtEnd(scroll);
    showEdges();
  }

  /** Shows whether there is more outside of the box, and the ways to it. */
  function showEdges(): void {
    const isLong = isExpanded || isOverflowing;
    const isBelow = !isExpanded && isBeforeEnd;
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

  scroll.addEventListener("scroll", measure, { passive: true });
  // The browser calls back once it has laid out the page, just before it paints: only then, reading sizes costs no layout.
  // It also covers lines that wrap in another way, and pages of blocks that get their real height near the viewport.
  const sizes = new ResizeObserver(() => {
    if (isLive) sticky.keep();
    measure();
  });
  sizes.observe(scroll);

  return {
    node,
    scroll,
    settle(live) {
      isLive = live;
      if (isLive) {
        showEdges();
        return;
      }
      sticky.keep();
      measure();
    },
    readFromTop: sticky.leave,
    fill(...parts) {
      scroll.append(...parts);
      for (const part of parts) sizes.observe(part);
    },
    dispose: () => sizes.disconnect(),
  };
}

/** Passes the wheel on to the box that a button covers. */
function passWheel(button: HTMLElement, box: HTMLElement): void {
  button.addEventListener(
    "wheel",
    (event) => {
      event.preventDefault();
      box.dispatchEvent(new WheelEvent("wheel", event));
      box.scrollTop += event.deltaY;
    },
    { passive: false },
  );
}
