import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import type { TruthRecord } from "../../src/simulator/index.ts";
import { asList, dig } from "../../src/wire/index.ts";
import {
  command,
  type LabRoom,
  savedNotebook,
  startLabRoom,
  writeNotebook,
} from "../support/lab-page.ts";

const IMPORTS = 'import { stream } from "millrace";\nimport { show } from "millrace/notebook";';

const CODE = "<script>globalThis.hacked = true</script> <img src=x onerror='hacked = true'>";

/** What an answer may hold that breaks on the way: clusters, scripts, code, and what looks like HTML. */
const TEXT = [
  "Prose with 👩‍👩‍👧‍👦, 🇩🇪 and ❤️.",
  "",
  "漢字とかな、中文，한국어",
  "",
  "```html",
  CODE,
  "```",
  "  indented,\ttabbed  ",
].join("\n");

const streams = (page: Page) => page.locator("[data-millrace-stream]");

const textsOf = (page: Page) =>
  page.locator("[data-millrace-stream] .mr-scroll .mr-markdown").allTextContents();

/** The text of each paragraph and code block of all panes. */
const partsOf = (page: Page) =>
  page
    .locator("[data-millrace-stream] .mr-scroll .mr-markdown")
    .locator("p, .mr-code-text")
    .allTextContents();

/** The answers in a saved notebook, as they are in `text/plain`, which begins with the title. */
async function savedTexts(room: LabRoom, name: string): Promise<string[]> {
  const cells = asList(dig(await savedNotebook(room, name), "cells")).slice(1);
  return cells.map((cell) => asList(dig(cell, "outputs", 0, "data", "text/plain")).join(""));
}

async function truthOf({ providers }: LabRoom): Promise<TruthRecord[]> {
  const response = await fetch(new URL("/_sim/requests", providers.url));
  return JSON.parse(await response.text());
}

describe("a stream in JupyterLab with the Deno kernel", () => {
  let room: LabRoom;
  beforeAll(async () => {
    room = await startLabRoom();
  });
  afterAll(() => room.close());

  it("grows while it is generated, and stops when Stop is clicked", async () => {
    await writeNotebook(room, "stop.ipynb", [
      IMPORTS,
      'const answer = await show(stream("A long story", { model: "fixed:ttftMs=300,itlMs=40" }));',
    ]);
    const page = await room.open("stop.ipynb");
    await command(page, "notebook:run-all-cells");
    const lengths: number[] = [];
    for (const least of [1, 40, 80]) {
      await page.waitForFunction(
        (chars) =>
          (document.querySelector(".mr-scroll .mr-markdown")?.textContent.length ?? 0) >= chars,
        least,
      );
      const [text = ""] = await textsOf(page);
      lengths.push(text.length);
    }
    expect(lengths).toEqual(lengths.toSorted((a, b) => a - b));
    expect(new Set(lengths).size).toBe(3);

    const clickedAtWallMs = Date.now();
    await page.locator(".mr-stop").click();
    await streams(page).and(page.locator('[data-state="aborted"]')).waitFor();
    const record = (await truthOf(room)).at(-1);

    expect(record?.state).toBe("client-left");
    const closedAtWallMs = (record?.receivedAtWallMs ?? 0) + (record?.endedUs ?? 0) / 1000;
    expect(closedAtWallMs - clickedAtWallMs).toBeLessThan(500);
    expect(await page.locator(".mr-state").textContent()).toBe("stopped");
    await page.close();
  });

  it("shows that the model is reasoning while reasoning streams, then that it answers", async () => {
    const prompt = JSON.stringify(
      `think: ${"one two three four ".repeat(40)}\necho: ${"The answer is four. ".repeat(12)}`,
    );
    await writeNotebook(room, "reasoning.ipynb", [
      IMPORTS,
      `await show(stream(${prompt}, { model: "fixed:ttftMs=300,itlMs=60" }));void 0`,
    ]);
    const page = await room.open("reasoning.ipynb");
    await command(page, "notebook:run-all-cells");
    await page.locator(".mr-reasoning > summary").click();
    await page.waitForFunction(
      () => (document.querySelector(".mr-reasoning-text")?.textContent.length ?? 0) > 20,
    );
    const states = await page.locator(".mr-state").allTextContents();
    expect(states).toEqual(["reasoning"]);
    // At most one announcement in five seconds.
    await page
      .locator(".mr-status", { hasText: "The model is reasoning" })
      .waitFor({ state: "attached" });
    expect(await textsOf(page)).toEqual([""]);

    await streams(page).and(page.locator('[data-state="flowing"]')).waitFor();
    expect(await page.locator(".mr-state").allTextContents()).toEqual(["streaming"]);
    await streams(page).and(page.locator('[data-state="stop"]')).waitFor();
    await page.close();
  });

  it("shows that it retries while it waits for the next attempt", async () => {
    await writeNotebook(room, "retry.ipynb", [
      IMPORTS,
      'await show(stream("A story", { model: "fixed+status@code=503,retryAfterMs=15000" }));void 0',
    ]);
    const page = await room.open("retry.ipynb");
    await command(page, "notebook:run-all-cells");
    await streams(page).and(page.locator('[data-state="recovering"]')).waitFor();

    expect(await page.locator(".mr-state").textContent()).toBe("retrying after a failed attempt");
    await page.locator(".mr-stop").click();
    await streams(page).and(page.locator('[data-state="aborted"]')).waitFor();
    await page.close();
  });

  it("shows eight streams at once to the last byte, and runs and fetches nothing of them", async () => {
    const cells = Array.from({ length: 8 }, (_, index) => {
      const prompt = JSON.stringify(`echo: ${index}\n${TEXT}`);
      const model = `fixed:ttftMs=100,itlMs=${5 + index}`;
      return `await show(stream(${prompt}, { model: "${model}" }), { title: "Stream ${index}" });void 0`;
    });
    await writeNotebook(room, "eight.ipynb", [IMPORTS, ...cells]);
    const page = await room.open("eight.ipynb");
    const strangers: string[] = [];
    page.on("request", (request) => {
      if (!request.url().startsWith(room.lab.baseUrl) && !request.url().startsWith("data:")) {
        strangers.push(request.url());
      }
    });
    await command(page, "notebook:run-all-cells");
    await page.waitForFunction(() => document.querySelectorAll('[data-state="stop"]').length === 8);
    const hacked = await page.evaluate(() => Reflect.get(globalThis, "hacked"));

    await command(page, "docmanager:save");

    expect(await partsOf(page)).toEqual(
      Array.from({ length: 8 }, (_, index) => [
        `${index}\n${TEXT.split("\n")[0]}`,
        "漢字とかな、中文，한국어",
        CODE,
        "indented,\ttabbed",
      ]).flat(),
    );
    expect(await savedTexts(room, "eight.ipynb")).toEqual(
      Array.from({ length: 8 }, (_, index) => `Stream ${index}\n\n${index}\n${TEXT}`),
    );
    expect(strangers).toEqual([]);
    expect(hacked).toBeUndefined();
    await page.close();
  });

  it("is still there, with its figures, when the saved notebook is opened without a kernel", async () => {
    // So long that the document refers to the text beside it.
    const long = `${TEXT}\n`.repeat(6);
    await writeNotebook(room, "kept.ipynb", [
      IMPORTS,
      `const kept = await show(stream(${JSON.stringify(`echo: ${long}`)}, { model: "fixed:ttftMs=150,itlMs=2" }));`,
    ]);
    const page = await room.open("kept.ipynb");
    await command(page, "notebook:run-all-cells");
    // Not "visible": JupyterLab may have scrolled the cell out of its window on a slow machine.
    await page.locator('[data-state="stop"]').waitFor({ state: "attached" });
    const figures = await page.locator(".mr-figure-value").allTextContents();
    await command(page, "docmanager:save");
    await page.close();
    await room.shutDownKernels();

    const later = await room.openWithoutKernel("kept.ipynb");
    await later.locator('[data-state="stop"]').waitFor();
    const outputs = asList(dig(await savedNotebook(room, "kept.ipynb"), "cells", 1, "outputs"));
    const data = dig(outputs[0], "data");

    expect((await partsOf(later)).filter((part) => part === CODE)).toHaveLength(6);
    expect(await later.locator(".mr-figure-value").allTextContents()).toEqual(figures);
    expect(figures[0]).toMatch(/^1[5-9]\d ms|[2-9]\d\d ms/u);
    expect(await later.locator(".mr-stop").isHidden()).toBe(true);
    expect(Object.keys(Object(data)).toSorted()).toEqual([
      "application/vnd.millrace.stream.v1+json",
      "text/html",
      "text/plain",
    ]);
    const html = asList(dig(data, "text/html")).join("");
    expect(html).toContain("&lt;script&gt;globalThis.hacked = true&lt;/script&gt;");
    expect(asList(dig(data, "text/plain")).join("")).toBe(long);
    await later.close();
  });

  it("goes on after the page was reloaded in the middle", async () => {
    await writeNotebook(room, "reload.ipynb", [
      IMPORTS,
      'const going = await show(stream("A long story", { model: "fixed:ttftMs=100,itlMs=15" }));',
    ]);
    const page = await room.open("reload.ipynb");
    await command(page, "notebook:run-all-cells");
    await page.waitForFunction(
      () => (document.querySelector(".mr-scroll .mr-markdown")?.textContent.length ?? 0) > 40,
    );
    await command(page, "docmanager:save");
    await page.reload();
    await page.locator('[data-state="stop"]').waitFor();
    const [text = ""] = await textsOf(page);

    expect(text).toMatch(/^Once there was a miller.*when you are hungry\.$/su);
    await page.close();
  });

  it("shows the same stream as a widget", async () => {
    await writeNotebook(room, "widget.ipynb", [
      IMPORTS,
      `const shown = await show(stream("echo: As a widget", { model: "fixed:ttftMs=100,itlMs=10" }));
await shown.done;`,
      WIDGET_CELL,
    ]);
    const page = await room.open("widget.ipynb");
    await command(page, "notebook:run-all-cells");
    await page.locator('[data-millrace-stream="w1"][data-state="stop"]').waitFor();

    expect(await textsOf(page)).toEqual(["As a widget", "As a widget"]);
    await page.close();
  });
});

/** What a library that composes widgets does: opens a widget's comm and shows its view. */
const WIDGET_CELL = `
const document = {
  v: 1, session: "none", id: "w1", state: "ended", seq: 0, text: "As a widget", reasoning: "",
  end: { kind: "stop", raw: "stop" }, gaps: "", startedAtWallMs: 0,
};
await Deno.jupyter.broadcast("comm_open", {
  comm_id: "widget-1",
  target_name: "jupyter.widget",
  data: {
    state: {
      _model_module: "millrace-jupyterlab", _model_module_version: "0.1.0", _model_name: "StreamModel",
      _view_module: "millrace-jupyterlab", _view_module_version: "0.1.0", _view_name: "StreamView",
      document,
    },
    buffer_paths: [],
  },
}, { metadata: { version: "2.1.0" } });
await Deno.jupyter.broadcast("display_data", {
  data: { "application/vnd.jupyter.widget-view+json": { version_major: 2, version_minor: 0, model_id: "widget-1" } },
  metadata: {}, transient: {},
});
await new Promise((resolve) => setTimeout(resolve, 100));`;

describe("a stream in JupyterLab without jupyterlab_widgets", () => {
  it("is shown all the same", async () => {
    const room = await startLabRoom({ without: ["jupyterlab_widgets"] });
    try {
      await writeNotebook(room, "plain.ipynb", [
        IMPORTS,
        'await show(stream("echo: No widgets here", { model: "fixed:ttftMs=50,itlMs=5" }));void 0',
      ]);
      const page = await room.open("plain.ipynb");
      await command(page, "notebook:run-all-cells");
      await page.locator('[data-state="stop"]').waitFor();

      expect(await textsOf(page)).toEqual(["No widgets here"]);
    } finally {
      await room.close();
    }
  });
});
