import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { type PanePages, startPanePages } from "../support/browser/pane-pages.ts";
import { SCROLL_GESTURES, scrollPosition, scrollSettled } from "../support/browser/scrolled-box.ts";

const RATES = [10, 25, 50, 100, 200, 350, 500];

/** Mounts a pane with a long answer that grows until the page is closed. */
async function growing(page: Page, tokensPerSecond: number): Promise<void> {
  await page.evaluate((rate) => {
    const view = Reflect.get(globalThis, "view");
    let text = Array.from({ length: 60 }, (_, line) => `Line ${line} of the answer.\n\n`).join("");
    let tokens = 0;
    const stream = () => view.madeStream({ state: "flowing", text, gapsMs: [100] });
    const pane = view.mount(stream());
    const startedAt = performance.now();
    setInterval(() => {
      const due = Math.floor(((performance.now() - startedAt) / 1000) * rate);
      if (due <= tokens) return;
      while (tokens < due) text += ++tokens % 8 === 0 ? "word.\n\n" : "word ";
      pane.show(stream(), "live");
      document.body.dataset["tokens"] = String(tokens);
    }, 10);
  }, tokensPerSecond);
  await page.waitForFunction(() => {
    const box = document.querySelector(".mr-scroll");
    return box !== null && box.scrollTop > 300;
  });
  await grownBy(page, 5);
  const box = await page.locator(".mr-scroll").boundingBox();
  await page.mouse.move((box?.x ?? 0) + 100, (box?.y ?? 0) + 100);
}

/** Waits until more tokens have been shown. */
async function grownBy(page: Page, tokens: number): Promise<void> {
  const before = await page.evaluate(() => Number(document.body.dataset["tokens"] ?? 0));
  await page.waitForFunction(
    (least) => Number(document.body.dataset["tokens"] ?? 0) >= least,
    before + tokens,
  );
}

const belowPx = async (page: Page) => (await scrollPosition(page)).belowPx;

describe("the answer's box", () => {
  let pages: PanePages;
  beforeAll(async () => {
    pages = await startPanePages();
  });
  afterAll(() => pages.close());

  it.each(RATES)(
    "stays where a wheel, a trackpad or keys have scrolled it at %d tokens/s",
    async (rate) => {
      const page = await pages.openIn("light");
      await growing(page, rate);
      for (const scrollUp of Object.values(SCROLL_GESTURES)) {
        expect(await belowPx(page)).toBeLessThan(24);
        await scrollUp(page);
        await page.waitForFunction(() => {
          const box = document.querySelector(".mr-scroll");
          return box !== null && box.scrollHeight - box.scrollTop - box.clientHeight > 150;
        });
        await scrollSettled(page);
        const { topPx } = await scrollPosition(page);
        await grownBy(page, 12);

        expect((await scrollPosition(page)).topPx).toBe(topPx);
        expect(await page.evaluate(() => scrollY)).toBe(0);
        await page.locator(".mr-jump").click();
        await grownBy(page, 2);
      }
      await page.close();
    },
  );

  it("follows the end again after the button, or after scrolling down to it", async () => {
    const page = await pages.openIn("light");
    await growing(page, 50);
    await page.mouse.wheel(0, -600);
    await page.locator(".mr-jump").click();
    await grownBy(page, 10);
    expect(await belowPx(page)).toBeLessThan(24);
    expect(await page.locator(".mr-jump").isHidden()).toBe(true);
    expect(await page.evaluate(() => document.activeElement?.className)).toBe("mr-scroll");

    await page.mouse.wheel(0, -600);
    await page.locator(".mr-jump").waitFor();
    await page.mouse.wheel(0, 5_000);
    await page.locator(".mr-jump").waitFor({ state: "hidden" });
    await grownBy(page, 10);
    expect(await belowPx(page)).toBeLessThan(24);
    await page.close();
  });

  it("is not moved below a pressed pointer, as in a selection or on the scroll bar", async () => {
    const page = await pages.openIn("light");
    await growing(page, 50);
    await page.mouse.down();
    const before = await page.locator(".mr-scroll").evaluate(({ scrollTop }) => scrollTop);
    await grownBy(page, 30);

    expect(await page.locator(".mr-scroll").evaluate(({ scrollTop }) => scrollTop)).toBe(before);
    await page.mouse.up();
    await page.close();
  });

  it("follows the end again after a press that a drag has cancelled", async () => {
    const page = await pages.openIn("light");
    await growing(page, 50);
    await page.locator(".mr-scroll").evaluate((box) => {
      box.dispatchEvent(new PointerEvent("pointerdown", { pointerType: "mouse", bubbles: true }));
      box.dispatchEvent(new PointerEvent("pointercancel", { bubbles: true }));
    });
    await grownBy(page, 30);

    expect(await belowPx(page)).toBeLessThan(24);
    await page.close();
  });

  it("keeps its keys away from JupyterLab's shortcuts", async () => {
    const page = await pages.openIn("light");
    await page.evaluate(() => {
      const view = Reflect.get(globalThis, "view");
      const text = "[A link](https://example.com)";
      view.mount(view.madeStream({ state: "flowing", prompt: "Why?", text, gapsMs: [100] }));
      const taken: string[] = [];
      Reflect.set(globalThis, "taken", taken);
      // As Lumino does.
      const take = ({ key, target }: KeyboardEvent) => {
        const isKept = Object(target).closest("[data-lm-suppress-shortcuts]") !== null;
        if (!isKept) taken.push(key);
      };
      document.addEventListener("keydown", take, { capture: true });
    });
    await page.locator(".mr-prompt > summary").click();
    await page.locator(".mr-prompt-text").press("ArrowDown");
    await page.locator(".mr-scroll").press("ArrowLeft");
    await page.locator(".mr-scroll").press("s");
    await page.getByText("A link").click();
    await page.locator(".mr-popover-button").first().press("d");

    expect(await page.evaluate(() => Reflect.get(globalThis, "taken"))).toEqual(["s"]);
    await page.close();
  });
});
