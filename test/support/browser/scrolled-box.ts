import type { Page } from "playwright-core";

/** What readers do to scroll an answer up. The pointer is over it. */
export const SCROLL_GESTURES: Readonly<Record<string, (page: Page) => Promise<void>>> = {
  "a wheel": (page) => page.mouse.wheel(0, -300),
  async "a trackpad"(page) {
    for (let tick = 0; tick < 20; tick++) await page.mouse.wheel(0, -15);
  },
  async PageUp(page) {
    await page.locator(".mr-scroll").focus();
    await page.keyboard.press("PageUp");
  },
  async "arrow keys"(page) {
    await page.locator(".mr-scroll").focus();
    for (let line = 0; line < 8; line++) await page.keyboard.press("ArrowUp");
  },
};

/** Waits until smooth scrolling has ended: the position is the same in ten frames. */
export async function scrollSettled(page: Page): Promise<void> {
  await page.locator(".mr-scroll").evaluate(
    (box) =>
      new Promise<void>((resolve) => {
        let top = Number.NaN;
        let frames = 0;
        const look = () => {
          frames = box.scrollTop === top ? frames + 1 : 0;
          top = box.scrollTop;
          if (frames === 10) resolve();
          else requestAnimationFrame(look);
        };
        look();
      }),
  );
}

/** Scroll position of the answer, and how far its end is below the box, in pixels. */
export function scrollPosition(page: Page): Promise<{ topPx: number; belowPx: number }> {
  return page.locator(".mr-scroll").evaluate(({ scrollTop, scrollHeight, clientHeight }) => ({
    topPx: scrollTop,
    belowPx: scrollHeight - scrollTop - clientHeight,
  }));
}
