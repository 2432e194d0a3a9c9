import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { findChromium } from "../../scripts/chromium.ts";
import { CHECKOUT, EXTENSION_NAME, labEnv, runTool } from "../../scripts/lab/index.ts";
import { readStreamBundle } from "../../src/protocols/index.ts";
import { asList, asText, dig } from "../../src/wire/index.ts";
import { type HarmWatch, NO_HARM, watchHarm } from "../support/harm/watch-harm.ts";
import { hostileOutputs } from "../support/hostile/index.ts";
import { ALL_SHOWN, hostileCells } from "../support/hostile/kernel-cells.ts";
import {
  command,
  type LabRoom,
  savedNotebook,
  startLabRoom,
  writeNotebook,
} from "../support/lab-page.ts";

const NAME = "hostile.ipynb";

/** Determines where the answers are cut: `HOSTILE_SEED=2 npx vitest run --project e2e`. */
const SEED = Number(process.env["HOSTILE_SEED"] ?? 1);

/**
 * Each viewer shows another quarter of the outputs, because a page takes long for all of them. `HOSTILE_SHARE=1` shows all
 * in both.
 */
const SHARE = Number(process.env["HOSTILE_SHARE"] ?? 4);

const part = (number: number) =>
  hostileOutputs.filter((_, index) => index % SHARE === number % SHARE);

const VIEWERS = [
  { viewer: "with the extension", without: [], pane: "[data-millrace-stream]", outputs: part(0) },
  {
    viewer: "without the extension",
    without: [EXTENSION_NAME],
    pane: ".millrace-stream",
    outputs: part(1),
  },
];

const TIMEOUT_MS = 300_000;

/** Waits until all outputs are in the document. */
async function allShown(page: Page, pane: string, count: number): Promise<void> {
  await page.waitForFunction(
    ([selector, least]) => document.querySelectorAll(selector).length >= least,
    [`.jp-OutputArea-output ${pane}`, count] as const,
    { timeout: TIMEOUT_MS },
  );
  await page
    .locator(".jp-OutputArea-output", { hasText: ALL_SHOWN })
    .waitFor({ state: "attached", timeout: TIMEOUT_MS });
}

/** JupyterLab removes cells outside of the window from the document, and these do not fit into any. */
async function settingsWithAllCells(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "millrace-settings-"));
  const plugin = join(folder, "config/lab/user-settings/@jupyterlab/notebook-extension");
  await mkdir(plugin, { recursive: true });
  const settings = JSON.stringify({ windowingMode: "none" });
  await writeFile(join(plugin, "tracker.jupyterlab-settings"), settings);
  return folder;
}

async function watched(page: Page, room: LabRoom): Promise<HarmWatch> {
  return watchHarm(page, { origin: room.lab.baseUrl });
}

/** The answers in the saved notebook. */
async function savedTexts(room: LabRoom): Promise<(string | undefined)[]> {
  return asList(dig(await savedNotebook(room, NAME), "cells"))
    .flatMap((cell) => asList(dig(cell, "outputs")))
    .map((output) => joined(dig(output, "data")))
    .filter((data) => Object.keys(data).some((type) => type.includes("millrace")))
    .map((data) => readStreamBundle(data)?.text);
}

/** A bundle with each text as one string: notebooks store lines. */
function joined(data: unknown): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(Object(data)).map(([type, value]) => [
      type,
      Array.isArray(value) ? value.map(asText).join("") : value,
    ]),
  );
}

describe.each(VIEWERS)(
  "hostile outputs in JupyterLab $viewer",
  { timeout: TIMEOUT_MS },
  ({ without, pane, outputs }) => {
    let room: LabRoom;
    let settingsFolder: string;
    beforeAll(async () => {
      settingsFolder = await settingsWithAllCells();
      room = await startLabRoom({ without, settingsFolder });
      await writeFile(join(room.folder, "outputs.json"), JSON.stringify({ seed: SEED, outputs }));
      await writeNotebook(room, NAME, hostileCells("outputs.json", outputs.length));
    });
    afterAll(async () => {
      await room.close();
      await rm(settingsFolder, { recursive: true, force: true });
    });

    it("do no harm while they stream", async () => {
      let watch: HarmWatch | undefined;
      const page = await room.open(NAME, async (opening) => {
        watch = await watched(opening, room);
      });
      await command(page, "notebook:run-all-cells");
      await allShown(page, pane, outputs.length);
      await command(page, "docmanager:save");

      expect(await watch?.harm()).toEqual(NO_HARM);
      expect(await savedTexts(room)).toEqual(outputs.map(({ text }) => text.toWellFormed()));
      await page.close();
    });

    it("do no harm when a trusted notebook is opened again", async () => {
      await room.shutDownKernels();
      let watch: HarmWatch | undefined;
      const page = await room.openWithoutKernel(NAME, async (opening) => {
        watch = await watched(opening, room);
      });
      await allShown(page, pane, outputs.length);

      expect(await watch?.harm()).toEqual(NO_HARM);
      await page.close();
    });

    it("do no harm in an untrusted notebook", async () => {
      const saved: { metadata: object } = JSON.parse(
        await readFile(join(room.folder, NAME), "utf8"),
      );
      // Another content has no signature, so JupyterLab sanitizes the outputs.
      const changed = { ...saved, metadata: { ...saved.metadata, copied: true } };
      await writeFile(join(room.folder, "untrusted.ipynb"), JSON.stringify(changed));
      let watch: HarmWatch | undefined;
      const page = await room.openWithoutKernel("untrusted.ipynb", async (opening) => {
        watch = await watched(opening, room);
      });
      await allShown(page, pane, outputs.length);

      expect(await watch?.harm()).toEqual(NO_HARM);
      await page.close();
    });

    it("do no harm in nbconvert's HTML", async () => {
      await runTool(
        join(CHECKOUT.programs, "jupyter-nbconvert"),
        ["--to", "html", join(room.folder, NAME)],
        {
          failure: "Cannot convert the notebook",
          env: labEnv({ folder: room.folder, settingsFolder: room.folder }),
        },
      );
      const browser: Browser = await chromium.launch({
        executablePath: findChromium(),
        args: ["--no-sandbox"],
      });
      const page = await browser.newPage();
      const url = pathToFileURL(join(room.folder, NAME.replace("ipynb", "html")));
      // The template itself loads MathJax and RequireJS, which are not reachable here.
      const own = /^https:\/\/cdnjs\.cloudflare\.com\//u;
      const watch = await watchHarm(page, { origin: url.href, own });
      await page.goto(url.href);

      expect(await page.locator(".jp-OutputArea-output .millrace-stream").count()).toBe(
        outputs.length,
      );
      expect(await watch.harm()).toEqual(NO_HARM);
      await browser.close();
    });
  },
);
