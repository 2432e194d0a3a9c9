import { join } from "node:path";

import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { command, type LabRoom, startLabRoom, writeNotebook } from "../support/lab-page.ts";
import { SCROLL_GESTURES, scrollPosition, scrollSettled } from "../support/browser/scrolled-box.ts";

const IMPORTS = 'import { compare, show } from "millrace/notebook";';

/** Milliseconds between tokens: 10 to 500 a second. */
const PACES = [100, 10, 2];

const PICTURE_FOLDER = process.env["MILLRACE_PICTURES"];

/** Waits until the answer is longer by some characters. */
async function grownBy(page: Page, chars: number): Promise<void> {
  const length = () => document.querySelector(".mr-scroll .mr-markdown")?.textContent.length ?? 0;
  const before = await page.evaluate(length);
  await page.waitForFunction(
    (least) =>
      (document.querySelector(".mr-scroll .mr-markdown")?.textContent.length ?? 0) >= least,
    before + chars,
  );
}

describe("a pane in JupyterLab", () => {
  let room: LabRoom;
  beforeAll(async () => {
    room = await startLabRoom();
  });
  afterAll(() => room.close());

  it.each(PACES)(
    "stays where the reader has scrolled it, with a token every %d ms",
    async (paceMs) => {
      const name = `scroll-${paceMs}.ipynb`;
      await writeNotebook(room, name, [
        IMPORTS,
        `await show("echo: " + "one two three four.\\n\\n".repeat(${Math.ceil(16_000 / paceMs)}), { model: "fixed:ttftMs=50,itlMs=${paceMs}" });`,
      ]);
      const page = await room.open(name);
      await page.setViewportSize({ width: 1200, height: 900 });
      await command(page, "notebook:run-all-cells");
      for (const scrollUp of Object.values(SCROLL_GESTURES)) {
        await page.waitForFunction(() => {
          const box = document.querySelector(".mr-scroll");
          return box !== null && box.scrollTop > 200;
        });
        await page.locator(".mr-scroll").hover();
        await scrollUp(page);
        await page.waitForFunction(() => {
          const box = document.querySelector(".mr-scroll");
          return box !== null && box.scrollHeight - box.scrollTop - box.clientHeight > 100;
        });
        await scrollSettled(page);
        const { topPx } = await scrollPosition(page);
        await grownBy(page, 20);

        expect((await scrollPosition(page)).topPx).toBe(topPx);
        await page.locator(".mr-jump").click();
        await grownBy(page, 20);
        // Not at once: on a busy machine, the page may be between the layout of a block and its next frame.
        await page.waitForFunction(() => {
          const box = document.querySelector(".mr-scroll");
          return box !== null && box.scrollHeight - box.scrollTop - box.clientHeight < 24;
        });
      }
      await page.locator(".mr-stop").click();
      await page.close();
    },
  );

  if (PICTURE_FOLDER === undefined) return;
  it("takes the pictures of the documentation", { timeout: 400_000 }, async () => {
    for (const [name, cell] of Object.entries(PICTURES)) {
      await writeNotebook(room, `${name}.ipynb`, [IMPORTS, cell]);
      const page = await room.open(`${name}.ipynb`);
      await page.setViewportSize({ width: 1200, height: 900 });
      await command(page, "application:toggle-left-area");
      if (name === "dark") {
        await page.evaluate(() =>
          Reflect.get(globalThis, "jupyterapp").commands.execute("apputils:change-theme", {
            theme: "JupyterLab Dark",
          }),
        );
      }
      await command(page, "notebook:run-all-cells");
      // While it is generated, or else once it has ended.
      const isEarly = name === "notebook" || name === "dark";
      await page
        .locator(isEarly ? ".mr-markdown tr:nth-child(3)" : '.mr-stream[aria-busy="false"]')
        .last()
        .waitFor();
      const file = join(PICTURE_FOLDER, `${name}.png`);
      if (name === "notebook") await page.screenshot({ path: file });
      else await page.locator(".mr-output").last().screenshot({ path: file });
      await page.close();
    }
  });
});

const MODEL = '"fixed:ttftMs=300,itlMs=12"';

/** The last cell of each. The dark theme is last, as the server keeps it. */
const PICTURES: Readonly<Record<string, string>> = {
  notebook: `await show("Show me some Markdown", { title: "A first answer", model: ${MODEL} });`,
  reasoning: `await show("think: ${"Light of short wavelengths is scattered more. ".repeat(6)}\\necho: Because air scatters blue light most.", { title: "Why is the sky blue?", model: ${MODEL} });`,
  tool: `await show('call: get_weather {"location":"Paris","days":3,"units":"metric"}', { title: "Weather", model: ${MODEL} });`,
  error: `await show("Hello", { title: "A wrong key", model: "fixed+status@code=401" });`,
  comparison: `await compare("Why is the sky blue?", { a: { model: ${MODEL} }, b: { model: "fixed:ttftMs=500,itlMs=20" } }, { title: "Two models" });`,
  dark: `await show("Show me some Markdown", { title: "A first answer", model: ${MODEL} });`,
};
