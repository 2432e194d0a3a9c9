import axe from "axe-core";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { type PanePages, startPanePages, type Theme } from "../support/browser/pane-pages.ts";
import type { ReceivedStream } from "../../src/protocols/index.ts";
import { paneScenes } from "../support/made/pane-scenes.ts";

const THEMES: readonly Theme[] = ["light", "dark"];

/** Mounts one scene and unfolds it. */
async function mount(page: Page, name: string, stream: ReceivedStream): Promise<void> {
  await page.evaluate(
    async ([scene, feed]) => {
      const view = Reflect.get(globalThis, "view");
      await view.mount(scene, feed).painted();
      for (const details of document.querySelectorAll("details")) details.open = true;
    },
    [stream, name === "connecting" ? "connecting" : "live"] as const,
  );
}

async function mountComparison(page: Page): Promise<void> {
  await page.evaluate(async (stream) => {
    const { mountComparisonView, ALL } = Reflect.get(globalThis, "view");
    const controls = () => ALL;
    const arms = [
      { name: "a: gpt-5-mini", controls },
      { name: "b: gpt-5", controls },
    ];
    const pair = mountComparisonView(document.body, { title: "Sky", prompt: "Why?", arms });
    pair.show(0, stream, "live");
    pair.show(1, { ...stream, id: "s2", text: `${stream.text} Indeed.` }, "live");
    await pair.painted();
  }, paneScenes.ended);
  await page.locator(".mr-differences").waitFor();
}

const SCENES = Object.keys(paneScenes).length;

async function axeFindings(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const { violations } = await Reflect.get(globalThis, "axe").run(document.body, {
      // The page around the view is not ours.
      rules: { "page-has-heading-one": { enabled: false }, region: { enabled: false } },
    });
    const found: { id: string; nodes: { target: string[]; failureSummary: string }[] }[] =
      violations;
    return found.flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id}: ${target.join(" ")} ${failureSummary}`),
    );
  });
}

/** Class of what has the focus. */
const focused = (page: Page) =>
  page.evaluate(() => document.activeElement?.className || document.activeElement?.tagName);

describe("a pane", () => {
  let pages: PanePages;
  beforeAll(async () => {
    pages = await startPanePages();
  });
  afterAll(() => pages.close());

  it.each(THEMES)("is accessible in every state in the %s theme", async (theme) => {
    const page = await pages.openIn(theme);
    for (const [name, stream] of Object.entries(paneScenes)) await mount(page, name, stream);

    expect(await page.locator("[data-millrace-stream]").count()).toBe(SCENES);
    expect(await axeFindings(page)).toEqual([]);
    await page.close();
  });

  it.each(THEMES)(
    "is accessible as a comparison with an open menu in the %s theme",
    async (theme) => {
      const page = await pages.openIn(theme, { width: 690, height: 900 });
      await mountComparison(page);
      await page.locator(".mr-export").first().click();

      expect(await axeFindings(page)).toEqual([]);
      await page.close();
    },
  );

  it("has every control in the order of the keyboard", async () => {
    const page = await pages.openIn("light");
    await mount(page, "thought", paneScenes.thought);
    const reached: string[] = [];
    for (let step = 0; step < 12; step++) {
      await page.keyboard.press("Tab");
      const name = await focused(page);
      if (name === undefined || name === "BODY") break;
      reached.push(name);
    }

    expect(reached).toEqual([
      "mr-button mr-retry",
      "mr-button mr-copy",
      "mr-button mr-export",
      "SUMMARY",
      "mr-prompt-text",
      "SUMMARY",
      "mr-reasoning-text",
      "mr-scroll",
    ]);
    await page.close();
  });

  it("has a menu that keys move in, run and close", async () => {
    const page = await pages.openIn("light");
    await mount(page, "ended", paneScenes.ended);
    const entry = () => page.evaluate(() => document.activeElement?.textContent);
    await page.locator(".mr-export").focus();
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => document.activeElement?.role === "menuitem");
    expect(await entry()).toBe("Copy with timing");
    await page.keyboard.press("ArrowUp");
    expect(await entry()).toBe("Save as JSON with timing");
    await page.keyboard.press("Escape");
    await page.waitForFunction(() => document.activeElement?.className.includes("mr-export"));
    expect(await page.locator(".mr-export").getAttribute("aria-expanded")).toBe("false");

    await page.keyboard.press("Enter");
    await page.waitForFunction(() => document.activeElement?.role === "menuitem");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => Reflect.get(globalThis, "view").calls.length > 0);
    expect(await page.evaluate(() => Reflect.get(globalThis, "view").calls)).toEqual([
      "download: Why-is-the-sky-blue.html",
    ]);
    expect(await focused(page)).toBe("mr-button mr-export");
    await page.close();
  });

  it("keeps the focus when the button that has it disappears", async () => {
    const page = await pages.openIn("light");
    await page.evaluate(
      async ([running, ended]) => {
        const view = Reflect.get(globalThis, "view");
        const pane = view.mount(running);
        await pane.painted();
        Reflect.set(globalThis, "end", () => pane.show(ended, "live"));
      },
      [paneScenes.running, paneScenes.ended],
    );
    await page.locator(".mr-stop").focus();
    await page.keyboard.press("Enter");
    await page.evaluate(() => Reflect.get(globalThis, "end")());
    await page.locator('[data-state="stop"]').waitFor();

    expect(await page.evaluate(() => Reflect.get(globalThis, "view").calls)).toEqual(["stop"]);
    expect(await focused(page)).toBe("mr-stream");
    await page.close();
  });

  it("shows why a control failed", async () => {
    const page = await pages.openIn("light");
    await page.evaluate((stream) => {
      const stop = async () => {
        throw new Error("Cannot stop as the kernel does not answer: current value is no");
      };
      Reflect.get(globalThis, "view").mount(stream, "live", { stop });
    }, paneScenes.running);
    await page.locator(".mr-stop").click();
    await page.locator(".mr-problem").waitFor();

    expect(await page.locator(".mr-problem").textContent()).toMatch(/does not answer/u);
    await page.close();
  });

  it("freezes on Pause while the text goes on arriving, and shows it on Resume", async () => {
    const page = await pages.openIn("light");
    await page.evaluate(async (stream) => {
      const view = Reflect.get(globalThis, "view");
      const pane = view.mount({ ...stream, text: "Before." });
      await pane.painted();
      Reflect.set(globalThis, "more", () =>
        pane.show({ ...stream, text: "Before. After." }, "live"),
      );
    }, paneScenes.running);
    await page.locator(".mr-pause").click();
    await page.evaluate(() => Reflect.get(globalThis, "more")());
    await page.locator(".mr-state", { hasText: "paused: 7 characters waiting" }).waitFor();
    expect(await page.locator(".mr-scroll .mr-markdown").textContent()).toBe("Before.");

    await page.locator(".mr-resume").click();
    await page.locator(".mr-scroll .mr-markdown", { hasText: "After." }).waitFor();
    await page.close();
  });

  it("cuts nothing off and shows no unknown figures at 360 px", async () => {
    const page = await pages.openIn("light", { width: 360, height: 900 });
    for (const name of ["unauthorized", "blocked", "toolCall"] as const) {
      await mount(page, name, paneScenes[name]);
    }
    const wide = await page.locator(".mr-stream, .mr-stream *").evaluateAll((nodes) =>
      nodes
        .filter((node) => node.getBoundingClientRect().right > innerWidth && node.checkVisibility())
        .map(({ className }) => className)
        .filter((name) => name !== "mr-status"),
    );

    expect(wide).toEqual([]);
    expect(await page.locator("section.mr-stream").first().locator(".mr-figure").count()).toBe(0);
    await page.close();
  });
});
