import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { findChromium } from "../../scripts/chromium.ts";
import { CHECKOUT, EXTENSION_NAME, labEnv, runTool } from "../../scripts/lab/index.ts";
import { HOSTILE_HOST, hostileAnswers } from "../support/hostile/index.ts";
import { command, type LabRoom, startLabRoom, writeNotebook } from "../support/lab-page.ts";

const NAME = "hostile.ipynb";

/** JupyterLab shows at most 50 outputs of a cell. */
const ANSWERS_PER_CELL = 40;

const IMPORTS = 'import { stream } from "millrace";\nimport { show } from "millrace/notebook";';

/** Cells that show every hostile answer as a model streams it. */
const CELLS = [
  IMPORTS,
  ...Array.from({ length: Math.ceil(hostileAnswers.length / ANSWERS_PER_CELL) }, (_, cell) => {
    const from = cell * ANSWERS_PER_CELL;
    return `const answers${cell} = JSON.parse(await Deno.readTextFile("answers.json"));
for (const answer of answers${cell}.slice(${from}, ${from + ANSWERS_PER_CELL})) {
  const shown = await show(stream("echo: " + answer, { model: "fixed:ttftMs=5,itlMs=0" }));
  await shown.done;
}`;
  }),
  '"all" + " shown"',
];

const allShown = (page: Page) => page.locator(".jp-OutputArea-output", { hasText: "all shown" });

/** What a page did that the answers in it must not make it do. */
interface Harm {
  readonly scripts: unknown;
  readonly requests: readonly string[];
  readonly links: readonly string[];
}

/** Records requests to the hostile host, and never lets one leave. */
async function watched(page: Page): Promise<string[]> {
  const requests: string[] = [];
  await page.route(
    (url) => url.hostname === HOSTILE_HOST,
    (route) => {
      requests.push(route.request().url());
      return route.abort();
    },
  );
  return requests;
}

/** Clicks everything in the outputs that could react, then collects what happened. */
async function harmIn(page: Page, requests: readonly string[]): Promise<Harm> {
  const outputs = page.locator(".jp-OutputArea-output");
  const links = await outputs
    .locator("a, area, [href], [data-commandlinker-command]")
    .evaluateAll((nodes) => nodes.map((node) => node.getAttribute("href") ?? node.outerHTML));
  await outputs
    .locator("a, button, summary, svg, math, [onclick], mjx-container, .mjx-chtml")
    .evaluateAll((nodes) => {
      for (const node of nodes) node.dispatchEvent(new MouseEvent("click", { bubbles: true }));
    });
  // Two frames, after which all handlers of what was clicked or is missing have run.
  await page.evaluate(
    () =>
      new Promise((resolve) => {
        requestAnimationFrame(() => requestAnimationFrame(resolve));
      }),
  );
  return {
    scripts: await page.evaluate(() => Reflect.get(globalThis, "hacked") ?? []),
    requests,
    links: links.filter((href) => !/^(?:https?|mailto):/u.test(href)),
  };
}

const NO_HARM: Harm = { scripts: [], requests: [], links: [] };

/** How many answers the outputs show as HTML. */
const shownIn = (page: Page) => page.locator(".jp-OutputArea-output .millrace-stream").count();

describe("a saved stream in front ends without the extension", () => {
  let room: LabRoom;
  let browser: Browser;
  beforeAll(async () => {
    room = await startLabRoom({ without: [EXTENSION_NAME] });
    browser = await chromium.launch({ executablePath: findChromium(), args: ["--no-sandbox"] });
    await writeFile(join(room.folder, "answers.json"), JSON.stringify(hostileAnswers));
    await writeNotebook(room, NAME, CELLS);
  });
  afterAll(async () => {
    await browser.close();
    await room.close();
  });

  it("shows answers and runs, fetches and links nothing in a trusted notebook", async () => {
    const page = await room.open(NAME);
    const requests = await watched(page);
    await command(page, "notebook:run-all-cells");
    await allShown(page).waitFor();
    await command(page, "docmanager:save");

    expect(await harmIn(page, requests)).toEqual(NO_HARM);
    expect(await shownIn(page)).toBe(hostileAnswers.length);
    await page.close();
  });

  it("shows answers and runs, fetches and links nothing in an untrusted notebook", async () => {
    const saved: { metadata: object } = JSON.parse(await readFile(join(room.folder, NAME), "utf8"));
    // Another content has no signature, so JupyterLab sanitizes the outputs.
    const changed = { ...saved, metadata: { ...saved.metadata, copied: true } };
    await writeFile(join(room.folder, "untrusted.ipynb"), JSON.stringify(changed));
    const page = await room.openWithoutKernel("untrusted.ipynb");
    const requests = await watched(page);
    await allShown(page).waitFor();

    expect(await harmIn(page, requests)).toEqual(NO_HARM);
    expect(await shownIn(page)).toBe(hostileAnswers.length);
    await page.close();
  });

  it("shows answers and runs, fetches and links nothing in nbconvert's HTML", async () => {
    await runTool(
      join(CHECKOUT.programs, "jupyter-nbconvert"),
      ["--to", "html", join(room.folder, NAME)],
      {
        failure: "Cannot convert the notebook",
        env: labEnv({ folder: room.folder, settingsFolder: room.folder }),
      },
    );
    const page = await browser.newPage();
    const requests = await watched(page);
    // The template itself loads MathJax and RequireJS, which are not reachable here.
    await page.route(/^https:\/\/cdnjs\.cloudflare\.com\//u, (route) => route.abort());
    await page.goto(pathToFileURL(join(room.folder, "hostile.html")).href);

    expect(await harmIn(page, requests)).toEqual(NO_HARM);
    expect(await shownIn(page)).toBe(hostileAnswers.length);
    await page.close();
  });
});
