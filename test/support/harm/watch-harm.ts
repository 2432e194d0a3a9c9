import type { Page } from "playwright-core";

import { allowedNodes } from "./allowed-nodes.ts";

/** What outputs in a page made it do. All empty if they are harmless. */
export interface Harm {
  /** Indices of the outputs whose script ran, and dialogs, windows and downloads that opened. */
  readonly scripts: readonly unknown[];
  /** Requests and websockets to anywhere but `origin`, none of which left the browser. */
  readonly requests: readonly string[];
  /** JupyterLab commands that were executed. */
  readonly commands: readonly string[];
  /** Elements, attributes and links that no output may have. */
  readonly nodes: readonly string[];
  readonly frames: readonly string[];
}

export const NO_HARM: Harm = { scripts: [], requests: [], commands: [], nodes: [], frames: [] };

/** Records what a page does from its first script on. */
export interface HarmWatch {
  /** Clicks everything in the outputs that could react, then returns what the page did. */
  harm(): Promise<Harm>;
}

export interface WatchOptions {
  /** The page's own origin, to which it may send requests. */
  readonly origin: string;
  /** Requests of the page itself to other origins. They are denied but not counted. */
  readonly own?: RegExp;
}

/** Elements that may contain model output. */
const OUTPUTS = ".jp-OutputArea-output";

const CLICKABLE = `a, area, button, summary, svg, math, img, input, label, [onclick], [tabindex], [role=button],
  [data-commandlinker-command], mjx-container`;

/** Starts to watch a page before it has loaded anything. */
export async function watchHarm(page: Page, { origin, own }: WatchOptions): Promise<HarmWatch> {
  const requests: string[] = [];
  const opened: string[] = [];
  const isForeign = (url: URL) =>
    /^(?:https?|wss?|ftp):$/u.test(url.protocol) && url.host !== new URL(origin).host;
  await page.route(isForeign, (route) => {
    const url = route.request().url();
    if (own?.test(url) !== true) requests.push(url);
    return route.abort();
  });
  await page.routeWebSocket(isForeign, (socket) => {
    requests.push(socket.url());
    return socket.close();
  });
  page.on("dialog", (dialog) => {
    opened.push(`dialog ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on("popup", (popup) => {
    opened.push(`window ${popup.url()}`);
    void popup.close();
  });
  await page.addInitScript(recordCommands);

  return {
    async harm() {
      await page.locator(OUTPUTS).locator(CLICKABLE).evaluateAll(clickAll);
      await twoFrames(page);
      const found = await page.evaluate(() => ({
        scripts: [Reflect.get(globalThis, "hacked") ?? []].flat(),
        commands: [Reflect.get(globalThis, "executedCommands") ?? []].flat().map(String),
      }));
      const nodes = await page.evaluate(allowedNodes, OUTPUTS);
      const frames = page
        .frames()
        .slice(1)
        .map((frame) => frame.url());
      return { ...found, scripts: [...found.scripts, ...opened], requests, nodes, frames };
    },
  };
}

/** Runs in the page: records JupyterLab's commands from the moment at which a test begins to click. */
function recordCommands(): void {
  const executed: string[] = [];
  Reflect.set(globalThis, "recordCommands", () => {
    const { commands } = Reflect.get(globalThis, "jupyterapp") ?? {};
    Reflect.set(globalThis, "executedCommands", executed);
    commands?.commandExecuted.connect((_sender: unknown, { id }: { id: string }) => {
      // JupyterLab's own menus call these while they are built.
      if (!id.endsWith(":get-kernel")) executed.push(id);
    });
  });
}

/** Runs in the page: clicks, but does not follow harmless links. */
function clickAll(nodes: readonly Element[]): void {
  Reflect.get(globalThis, "recordCommands")?.();
  const keep = (event: Event) => {
    const link = event.target instanceof Element ? event.target.closest("a") : null;
    if (link !== null && /^(?:https?|mailto):/u.test(link.href)) event.preventDefault();
  };
  window.addEventListener("click", keep);
  for (const node of nodes) {
    // A retry requests another answer.
    if (node.matches(".mr-retry, .mr-export")) continue;
    // Not `mousedown`, by which JupyterLab selects cells and scrolls to them.
    for (const type of ["mouseover", "click"]) {
      node.dispatchEvent(new MouseEvent(type, { bubbles: true, cancelable: true }));
    }
  }
  window.removeEventListener("click", keep);
}

/** After two frames, all handlers of what was clicked or is missing have run. */
async function twoFrames(page: Page): Promise<void> {
  await page.evaluate(
    () =>
      new Promise((resolve) => {
        requestAnimationFrame(() => requestAnimationFrame(resolve));
      }),
  );
}
