import { systemClock } from "millrace/clock";

import { type FramePage, frameScheduler } from "./frame-scheduler.ts";

/** How far outside the viewport a pane still counts as visible, so that scrolling finds it painted. */
const MARGIN = "200px";

let frames: ReturnType<typeof frameScheduler> | undefined;

/** Returns the scheduler that all panes of this page share. */
export function pageFrames(): ReturnType<typeof frameScheduler> {
  frames ??= frameScheduler(browserPage());
  return frames;
}

function browserPage(): FramePage {
  const callbacks = new WeakMap<Element, (isVisible: boolean) => void>();
  const observer = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) callbacks.get(target)?.(isIntersecting);
    },
    { rootMargin: MARGIN },
  );
  return {
    clock: systemClock(),
    requestFrame(callback) {
      const frame = requestAnimationFrame(callback);
      return () => cancelAnimationFrame(frame);
    },
    isHidden: () => document.hidden,
    onShown(callback) {
      document.addEventListener("visibilitychange", () => {
        if (!document.hidden) callback();
      });
    },
    isFocused: (element) => element.contains(document.activeElement),
    isRendered: (element) => element.checkVisibility(),
    observe(element, callback) {
      callbacks.set(element, callback);
      observer.observe(element);
      return () => observer.unobserve(element);
    },
  };
}
