import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";

import { EXTENSION_NAME } from "../../scripts/lab/index.ts";
import { readComparisonBundle, readStreamBundle } from "../../src/protocols/index.ts";
import { asList, dig } from "../../src/wire/index.ts";
import { command, savedNotebook, startLabRoom, writeNotebook } from "../support/lab-page.ts";

const IMPORTS = 'import { compare, show } from "millrace/notebook";';

/** The visible outputs of each code cell, as text. */
const outputsOf = (page: Page) =>
  page
    .locator(".jp-CodeCell")
    .evaluateAll((cells) =>
      cells.map((cell) =>
        [...cell.querySelectorAll<HTMLElement>(".jp-OutputArea-child")]
          .filter((output) => output.getBoundingClientRect().height > 0)
          .map((output) => output.innerText),
      ),
    );

const savedOutputs = (notebook: unknown, cell: number) =>
  asList(dig(notebook, "cells", cell, "outputs")).map((output) => dig(output, "data"));

describe("one line in a cell of JupyterLab", () => {
  it("shows one pane, and nothing of the handle", async () => {
    const room = await startLabRoom();
    try {
      await writeNotebook(room, "one.ipynb", [
        IMPORTS,
        'await show("echo: Shown by one line", { model: "fixed:ttftMs=50,itlMs=5", title: "One" })',
        'globalThis.compared = await compare("echo: Side by side", { a: { model: "fixed:ttftMs=50,itlMs=5" }, b: { model: "fixed:ttftMs=300,itlMs=5" } })',
        "const { a, b } = await compared.done; `ended: ${a.end.kind}, ${b.end.kind}`",
        // So the kernel sends no updates of displays besides the messages of the comm.
        '`viewer: ${globalThis[Symbol.for("millrace.viewer")]}`',
      ]);
      const page = await room.open("one.ipynb");
      await command(page, "notebook:run-all-cells");
      await page.locator(".jp-OutputArea-output", { hasText: "ended: stop, stop" }).waitFor();
      await page.locator(".jp-OutputArea-output", { hasText: "viewer: true" }).waitFor();
      await page.locator('[data-millrace-stream][data-state="stop"]').first().waitFor();
      const [, shown = [], compared = []] = await outputsOf(page);

      expect([shown.length, compared.length]).toEqual([1, 1]);
      expect(shown[0]).toContain("Shown by one line");
      expect(compared[0]?.match(/Side by side/gu)?.length).toBeGreaterThanOrEqual(2);

      await command(page, "docmanager:save");
      const notebook = await savedNotebook(room, "one.ipynb");
      expect(readStreamBundle(savedOutputs(notebook, 1)[0])).toMatchObject({
        title: "One",
        prompt: "echo: Shown by one line",
        text: "Shown by one line",
        state: "ended",
      });
      expect(readComparisonBundle(savedOutputs(notebook, 2)[0])).toMatchObject({
        prompt: "echo: Side by side",
        arms: [
          { name: "a", stream: { text: "Side by side", state: "ended" } },
          { name: "b", stream: { text: "Side by side", state: "ended" } },
        ],
      });
      await page.close();
    } finally {
      await room.close();
    }
  });

  it("shows an answer that grows without the extension as well", async () => {
    const room = await startLabRoom({ without: [EXTENSION_NAME] });
    try {
      await writeNotebook(room, "grows.ipynb", [
        IMPORTS,
        'await show("Tell me a long story", { model: "fixed:ttftMs=100,itlMs=30" })',
      ]);
      const page = await room.open("grows.ipynb");
      await command(page, "notebook:run-all-cells");
      const lengths: number[] = [];
      for (const _ of [1, 2, 3]) {
        const handle = await page.waitForFunction(
          (least) => {
            const text = document.querySelector(".millrace-stream")?.textContent ?? "";
            return text.includes("streaming") && text.length > least ? text.length : undefined;
          },
          Math.max(60, lengths.at(-1) ?? 0),
        );
        lengths.push(Number(await handle.jsonValue()));
      }

      expect(lengths).toEqual(lengths.toSorted((a, b) => a - b));
      await command(page, "kernelmenu:interrupt");
      await page.locator(".millrace-stream", { hasText: "stopped" }).waitFor();
      await page.close();
    } finally {
      await room.close();
    }
  });
});
