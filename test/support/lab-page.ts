import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

import type { Browser, Page } from "playwright-core";

import {
  CHECKOUT,
  type Lab,
  type LabOptions,
  type SimulatedProviders,
  startLab,
  startSimulatedProviders,
} from "../../scripts/lab/index.ts";

import { providerCatalogue } from "../../src/providers/index.ts";
import { asList, asText, dig } from "../../src/wire/index.ts";
import { launchChromium } from "./browser/launch-chromium.ts";

/** High enough for all cells: JupyterLab removes cells outside the viewport from the document. */
const VIEWPORT = { width: 1280, height: 6_000 };

/** The keys of the developer are removed: no test may reach beyond this machine. */
const noProviders = Object.fromEntries(
  providerCatalogue.flatMap(({ variables: { key, baseUrl, model } }) =>
    [...key, ...baseUrl, ...model].map((name) => [name, ""]),
  ),
);

type Prepare = (page: Page) => Promise<unknown>;

/** A real JupyterLab over a temporary folder, with the simulated providers and a real browser. */
export interface LabRoom {
  readonly lab: Lab;
  readonly providers: SimulatedProviders;
  /** The folder of the notebooks: inside the checkout, so that a kernel finds `deno.json`. */
  readonly folder: string;
  /**
   * A page with an open notebook and an idle kernel.
   *
   * @param prepare Called before the page loads anything.
   */
  open(name: string, prepare?: Prepare): Promise<Page>;
  /** Loads the page again, with this notebook only. */
  reload(page: Page, name: string): Promise<Page>;
  /** Another tab of the same browser. */
  openBeside(page: Page, name: string): Promise<Page>;
  /** A page with an open notebook without a kernel, as if none could be started. */
  openWithoutKernel(name: string, prepare?: Prepare): Promise<Page>;
  shutDownKernels(): Promise<void>;
  close(): Promise<void>;
}

export async function startLabRoom(options: LabOptions = {}): Promise<LabRoom> {
  await mkdir(join(CHECKOUT.state, "e2e"), { recursive: true });
  const folder = await mkdtemp(join(CHECKOUT.state, "e2e/room-"));
  const providers = await startSimulatedProviders();
  const env = { ...noProviders, MILLRACE_SIMULATOR_URL: providers.url };
  const lab = await startLab({ exposeApp: true, rootFolder: folder, env, ...options });
  const browser: Browser = await launchChromium();

  async function openIn(page: Page, name: string): Promise<Page> {
    await page.goto(`${lab.baseUrl}/lab/tree/${name}?reset&token=${lab.token}`);
    await kernelReady(page);
    return page;
  }

  return {
    lab,
    providers,
    folder,
    async open(name, prepare) {
      const context = await browser.newContext({ viewport: VIEWPORT });
      const page = await context.newPage();
      await prepare?.(page);
      return openIn(page, name);
    },
    reload: openIn,
    async openBeside(page, name) {
      const beside = await page.context().newPage();
      await beside.setViewportSize(VIEWPORT);
      return openIn(beside, name);
    },
    async openWithoutKernel(name, prepare) {
      const page = await browser.newPage({ viewport: VIEWPORT });
      await prepare?.(page);
      await page.route(/\/api\/(?:sessions|kernels)\b/u, (route) =>
        route.request().method() === "POST" ? route.abort() : route.continue(),
      );
      await page.goto(`${lab.baseUrl}/lab/tree/${name}?reset&token=${lab.token}`);
      return page;
    },
    async shutDownKernels() {
      const headers = { authorization: `token ${lab.token}` };
      const sessions = await (await fetch(`${lab.baseUrl}/api/sessions`, { headers })).json();
      for (const id of asList(sessions).map((session) => asText(dig(session, "id")))) {
        await fetch(`${lab.baseUrl}/api/sessions/${id}`, { method: "DELETE", headers });
      }
    },
    async close() {
      await browser.close();
      await lab.close();
      await providers.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Waits until the open notebook has an idle kernel. */
async function kernelReady(page: Page): Promise<void> {
  await page.waitForFunction(
    () => {
      const app = Reflect.get(globalThis, "jupyterapp");
      const kernel = app?.shell?.currentWidget?.sessionContext?.session?.kernel;
      return kernel?.status === "idle";
    },
    undefined,
    { timeout: 60_000 },
  );
}

/** Runs a JupyterLab command, such as `notebook:run-all-cells`. */
export async function command(page: Page, id: string): Promise<void> {
  await page.evaluate((name) => Reflect.get(globalThis, "jupyterapp").commands.execute(name), id);
}

/** Starts a command that ends when the kernel has run cells, and does not wait for that. */
export async function startCommand(page: Page, id: string): Promise<void> {
  await page.evaluate((name) => {
    void Reflect.get(globalThis, "jupyterapp").commands.execute(name);
  }, id);
}

/** Writes a Deno notebook with these cells to the room's folder. */
export async function writeNotebook(
  { folder }: LabRoom,
  name: string,
  cells: readonly string[],
): Promise<void> {
  const notebook = {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: { kernelspec: { name: "deno", display_name: "Deno", language: "typescript" } },
    cells: cells.map((source, index) => ({
      cell_type: "code",
      id: `cell-${index}`,
      metadata: {},
      execution_count: null,
      outputs: [],
      source,
    })),
  };
  await writeFile(join(folder, name), JSON.stringify(notebook));
}

/** The content of a saved notebook. */
export async function savedNotebook({ folder }: LabRoom, name: string): Promise<unknown> {
  return JSON.parse(await readFile(join(folder, name), "utf8"));
}
