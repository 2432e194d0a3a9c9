import type { Browser, Page } from "playwright-core";

import { publicRooms } from "../rooms.ts";
import { launchChromium } from "./launch-chromium.ts";
import { startSourceServer } from "./source-server.ts";

/** Packages that the modules of the view import, directly or not. */
const PACKAGES = [
  "@lezer/common",
  "@lezer/highlight",
  "@lezer/javascript",
  "@lezer/lr",
  "@lezer/python",
  "entities",
  "entities/decode",
  "katex",
  "tinyqueue",
  "valibot",
];

/** Packages for terminals, in rooms that the view imports. No function of them is called here. */
const UNUSED = ["string-width", "wrap-ansi"];

/** A browser with plain pages on which the view's modules can be imported, without JupyterLab and without a build. */
export interface ViewPages {
  readonly browser: Browser;
  /** The origin of the pages: modules are imported by their path in the checkout, such as `/labextension/src/…`. */
  readonly url: string;
  /** Requests of all pages to other hosts. They are refused. */
  readonly otherRequests: string[];
  /** A new page with the view's styles. */
  open(viewport?: { width: number; height: number }): Promise<Page>;
  close(): Promise<void>;
}

export interface ViewPagesOptions {
  /** Further packages for the pages' modules: the path below `node_modules` by specifier. */
  readonly packages?: Readonly<Record<string, string>>;
  /** HTML for the head, such as style sheets. */
  readonly head?: string;
  /** The path of a module in the checkout, whose exports are `globalThis.tools` of each page. */
  readonly tools?: string;
}

export async function startViewPages(options: ViewPagesOptions = {}): Promise<ViewPages> {
  const server = await startSourceServer(pageHtml(options));
  const browser = await launchChromium();
  const context = await browser.newContext();
  const otherRequests: string[] = [];
  await context.route("**", (route) => {
    const url = route.request().url();
    if (url.startsWith(`${server.url}/`)) return route.continue();
    otherRequests.push(url);
    return route.abort();
  });
  return {
    browser,
    url: server.url,
    otherRequests,
    async open(viewport = { width: 900, height: 900 }) {
      const page = await context.newPage();
      await page.setViewportSize(viewport);
      await page.goto(server.url);
      return page;
    },
    async close() {
      await browser.close();
      await server.close();
    },
  };
}

function pageHtml({ packages = {}, head = "", tools }: ViewPagesOptions): string {
  const imports = Object.fromEntries([
    ...publicRooms.map((room) => [`millrace/${room}`, `/src/${room}/index.ts`]),
    ...UNUSED.map((name) => [name, "data:text/javascript,export default undefined"]),
    ...PACKAGES.map((name) => [name, pathOf(name)]),
    ...Object.entries(packages).map(([name, path]) => [name, `/node_modules/${path}`]),
  ]);
  return [
    '<!doctype html><html lang="en"><meta charset="utf-8"><title>View</title>',
    '<link rel="icon" href="data:,"><link rel="stylesheet" href="/labextension/style/index.css">',
    `<script type="importmap">${JSON.stringify({ imports })}</script>${head}`,
    tools === undefined
      ? ""
      : `<script type="module">import * as tools from "/${tools}"; globalThis.tools = tools;</script>`,
    "<body></body>",
  ].join("\n");
}

/** The path of a package's module in the checkout. */
function pathOf(specifier: string): string {
  const [, path] = import.meta.resolve(specifier).split("/node_modules/");
  return `/node_modules/${path}`;
}
