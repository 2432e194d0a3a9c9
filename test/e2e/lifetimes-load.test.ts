import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { readComparisonBundle, readStreamBundle } from "../../src/protocols/index.ts";
import { asList, dig } from "../../src/wire/index.ts";
import {
  command,
  type LabRoom,
  savedNotebook,
  startLabRoom,
  writeNotebook,
} from "../support/lab-page.ts";
import {
  DETACHED,
  IMPORTS,
  openAnswers,
  panes,
  selectCell,
  shownText,
} from "../support/streams/live-streams.ts";

/** How many streaming cells run at once. */
const CELLS = 20;

/** 20 s at 1,600 tokens a second. */
const TOKENS = 32_000;

describe("streams under load in JupyterLab", () => {
  let room: LabRoom;
  beforeAll(async () => {
    room = await startLabRoom();
  });
  afterAll(() => room.close());

  /** The data of each cell's only output, as saved. */
  async function savedOutputs(name: string): Promise<object[]> {
    const cells = asList(dig(await savedNotebook(room, name), "cells"));
    return cells.map((cell) => {
      const data = dig(cell, "outputs", 0, "data");
      return { ...Object(data), "text/plain": asList(dig(data, "text/plain")).join("") };
    });
  }

  async function ran(name: string, ...cells: readonly string[]): Promise<Page> {
    await writeNotebook(room, name, [IMPORTS, ...cells]);
    const page = await room.open(name);
    await command(page, "notebook:run-all-cells");
    return page;
  }

  it("are each in their cell when twenty cells are run at once, and never said to be interrupted", async () => {
    const answers = Array.from({ length: CELLS }, (_, index) =>
      `Answer ${index} `.repeat(20).trim(),
    );
    const cells = answers.map(
      (answer) =>
        `await show(stream("echo: ${answer}", { model: "fixed:ttftMs=100,itlMs=20" }));void 0`,
    );
    await writeNotebook(room, "many.ipynb", [IMPORTS, ...cells]);
    const page = await room.open("many.ipynb");
    await page.evaluate(() => {
      const note = () => {
        const isGone = document.querySelector('[data-state="gone"]') !== null;
        if (isGone) Reflect.set(globalThis, "sawGone", true);
      };
      const options = { subtree: true, childList: true, attributeFilter: ["data-state"] };
      new MutationObserver(note).observe(document.body, options);
    });
    await command(page, "notebook:run-all-cells");
    await panes(page, "stop", CELLS);
    await command(page, "docmanager:save");
    const [, ...outputs] = await savedOutputs("many.ipynb");

    expect(outputs.map((data) => readStreamBundle(data)?.text)).toEqual(answers);
    expect(await page.evaluate(() => Reflect.get(globalThis, "sawGone"))).toBeUndefined();
    await page.context().close();
  });

  it("lose nothing at 1,600 tokens a second for 20 s", async () => {
    const page = await ran(
      "fast.ipynb",
      `await show(stream(\`echo: \${"word ".repeat(${TOKENS})}end\`, { model: "fixed:ttftMs=100,itlMs=0.625" }));void 0`,
    );
    await page.locator('[data-millrace-stream][data-state="stop"]').waitFor({
      state: "attached",
      timeout: 90_000,
    });
    await command(page, "docmanager:save");
    const [, output] = await savedOutputs("fast.ipynb");

    expect(readStreamBundle(output)?.text).toBe(`${"word ".repeat(TOKENS)}end`);
    await page.context().close();
  });

  it("are live in an output view as well, and end with their cell's output", async () => {
    const page = await ran("view.ipynb", DETACHED);
    await shownText(page, 20);
    await selectCell(page, 1);
    await command(page, "notebook:create-output-view");
    await panes(page, "flowing", 2);
    await shownText(page, 100, 1);
    await page.evaluate(async () => {
      const { shell, commands } = Reflect.get(globalThis, "jupyterapp");
      const [panel] = Array.from(shell.widgets("main"), Object).filter(
        (widget) => widget.context?.path === "view.ipynb",
      );
      shell.activateById(panel.id);
      panel.content.activeCellIndex = 1;
      await commands.execute("notebook:clear-cell-output");
    });

    await openAnswers(room, 0);
    await page.context().close();
  });

  it("are compared side by side, with a saved text each and the user's settings", async () => {
    await writeNotebook(room, "compare.ipynb", [
      'import { compare } from "millrace/notebook";',
      `await compare("echo: side by side", {
  a: { model: "fixed:ttftMs=50,itlMs=10" },
  b: { model: "fixed:ttftMs=90,itlMs=20" },
});void 0`,
    ]);
    const page = await room.open("compare.ipynb");
    await command(page, "notebook:run-all-cells");
    await page.locator(".mr-comparison").waitFor();
    await panes(page, "stop", 2);
    await command(page, "docmanager:save");
    const [, output] = await savedOutputs("compare.ipynb");
    const texts = readComparisonBundle(output)?.arms.map(({ stream }) => stream.text);
    const height = await page.evaluate(() =>
      document.documentElement.style.getPropertyValue("--mr-pane-height"),
    );

    expect(texts).toEqual(["side by side", "side by side"]);
    expect(height).toBe("28em");
    await page.context().close();
  });

  it("cause no work in a pane that is hidden, which then catches up", async () => {
    const page = await ran("hidden.ipynb", DETACHED);
    const before = await shownText(page, 20);
    await command(page, "launcher:create");
    const mutations = await page.evaluate(async () => {
      const { shell } = Reflect.get(globalThis, "jupyterapp");
      const [panel] = Array.from(shell.widgets("main"), Object).filter(
        (widget) => widget.context?.path === "hidden.ipynb",
      );
      const pane = document.querySelector("[data-millrace-stream]");
      const count = { mutations: 0, messages: 0 };
      const observer = new MutationObserver((records) => (count.mutations += records.length));
      await new Promise<void>((resolve) => {
        panel.sessionContext.iopubMessage.connect(() => {
          count.messages++;
          // What was under way when the pane was hidden has ended by then.
          if (count.messages === 10 && pane !== null) {
            observer.observe(pane, { subtree: true, childList: true, characterData: true });
          }
          if (count.messages === 60) resolve();
        });
      });
      shell.activateById(panel.id);
      return count.mutations;
    });
    await shownText(page, before.length + 200);

    expect(mutations).toBe(0);
    await page.locator(".mr-stop").click();
    await openAnswers(room, 0);
    await page.context().close();
  });

  it("leave no memory behind when they are stopped and retried ten times", async () => {
    const page = await ran("retried.ipynb", DETACHED);
    const session = await page.context().newCDPSession(page);
    async function cycles(count: number): Promise<number> {
      for (let cycle = 0; cycle < count; cycle++) {
        await panes(page, "flowing", 1);
        await shownText(page, 100);
        await page.locator(".mr-stop").click();
        await panes(page, "aborted", 1);
        await page.locator(".mr-retry").click();
      }
      await panes(page, "flowing", 1);
      await session.send("HeapProfiler.collectGarbage");
      return (await session.send("Runtime.getHeapUsage")).usedSize / 2 ** 20;
    }
    const beforeMib = await cycles(2);
    const afterMib = await cycles(10);

    expect(afterMib - beforeMib).toBeLessThan(3);
    await page.locator(".mr-stop").click();
    await openAnswers(room, 0);
    await page.context().close();
  });
});
