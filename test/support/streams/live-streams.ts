import type { Page } from "playwright-core";

import { asList } from "../../../src/wire/index.ts";
import type { LabRoom } from "../lab-page.ts";

/** The first cell of a notebook that shows streams. */
export const IMPORTS =
  'import { stream } from "millrace";\nimport { show } from "millrace/notebook";';

/** An answer of some minutes that never ends by itself during a test. */
export const ENDLESS =
  'stream(`echo: ${"word ".repeat(20_000)}`, { model: "fixed:ttftMs=50,itlMs=30" })';

/** A cell that shows a stream and goes on without it. */
export const DETACHED = `await show(${ENDLESS});void 0`;

/** Waits until the providers have this many open answers. */
export async function openAnswers({ providers }: LabRoom, count: number): Promise<void> {
  for (;;) {
    const response = await fetch(new URL("/_sim/streams", providers.url));
    if (asList(await response.json()).length === count) return;
  }
}

/** The answer in a pane. */
export const ANSWER = ".mr-scroll .mr-markdown, .mr-scroll .mr-text";

/** Waits until the pane with this index shows at least so many characters, and returns its text. */
export async function shownText(page: Page, leastChars: number, index = 0): Promise<string> {
  const handle = await page.waitForFunction(
    ([least, pane, answer]) => {
      const text = document.querySelectorAll(answer)[pane]?.textContent ?? "";
      return text.length >= least && text;
    },
    [leastChars, index, ANSWER] as const,
  );
  return (await handle.jsonValue()) || "";
}

/** Selects the cell with this index. */
export async function selectCell(page: Page, index: number): Promise<void> {
  await page.evaluate((active) => {
    const { content } = Reflect.get(globalThis, "jupyterapp").shell.currentWidget;
    content.deselectAll();
    content.activeCellIndex = active;
  }, index);
}

/** Waits until there are this many panes in the state. */
export async function panes(page: Page, state: string, count: number): Promise<void> {
  await page.waitForFunction(
    ([name, wanted]) =>
      document.querySelectorAll(`[data-millrace-stream][data-state="${name}"]`).length === wanted,
    [state, count] as const,
  );
}
