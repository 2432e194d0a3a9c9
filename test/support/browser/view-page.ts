import type { Browser, Page } from "playwright-core";

import { publicRooms } from "../rooms.ts";
import { launchChromium } from "./launch-chromium.ts";
import { startSourceServer } from "./source-server.ts";

/** Packages that the view imports, with the file of each module. */
const PACKAGES = {
  "@lezer/common": "dist/index.js",
  "@lezer/highlight": "dist/index.js",
  "@lezer/javascript": "dist/index.js",
  "@lezer/lr": "dist/index.js",
  "@lezer/python": "dist/index.js",
  entities: "dist/index.js",
  "entities/decode": "dist/decode.js",
  katex: "dist/katex.mjs",
  tinyqueue: "index.js",
  valibot: "dist/index.mjs",
} as const;

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

function pageHtml({ packages = {}, head = "" }: ViewPagesOptions): string {
  const imports = {
    ...Object.fromEntries(publicRooms.map((room) => [`millrace/${room}`, `/src/${room}/index.ts`])),
    ...Object.fromEntries(
      Object.entries(PACKAGES).map(([name, file]) => [
        name,
        `/node_modules/${packageOf(name)}/${file}`,
      ]),
    ),
    ...Object.fromEntries(
      Object.entries(packages).map(([name, path]) => [name, `/node_modules/${path}`]),
    ),
  };
  return [
    '<!doctype html><html lang="en"><meta charset="utf-8"><title>View</title>',
    '<link rel="icon" href="data:,"><link rel="stylesheet" href="/labextension/style/index.css">',
    `<script type="importmap">${JSON.stringify({ imports })}</script>${head}<body></body>`,
  ].join("\n");
}

/** `entities` of `entities/decode`; `@lezer/lr` as it is. */
function packageOf(specifier: string): string {
  return specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
}
