import { readFile } from "node:fs/promises";
import { join } from "node:path";

import type { Page } from "playwright-core";

import { CHECKOUT } from "../../../scripts/lab/index.ts";
import { startViewPages, type ViewPages } from "./view-page.ts";

/** What the rooms import that the pane imports, although the pane itself uses none of it. */
const PACKAGES = {
  "ansi-regex": "ansi-regex/index.js",
  "ansi-styles": "wrap-ansi/node_modules/ansi-styles/index.js",
  "eventsource-parser": "eventsource-parser/dist/index.js",
  "get-east-asian-width": "get-east-asian-width/index.js",
  "simple-statistics": "simple-statistics/dist/simple-statistics.mjs",
  "string-width": "string-width/index.js",
  "strip-ansi": "string-width/node_modules/strip-ansi/index.js",
  "wrap-ansi": "wrap-ansi/index.js",
};

export type Theme = "light" | "dark";

/** Pages for panes, in JupyterLab's colours. */
export interface PanePages extends ViewPages {
  openIn(theme: Theme, viewport?: { width: number; height: number }): Promise<Page>;
}

export async function startPanePages(): Promise<PanePages> {
  const pages = await startViewPages({ packages: PACKAGES });
  return {
    ...pages,
    async openIn(theme, viewport) {
      const page = await pages.open(viewport);
      const themes = join(CHECKOUT.jupyterShare, "lab/themes/@jupyterlab");
      const colours = await readFile(join(themes, `theme-${theme}-extension/index.css`), "utf8");
      const body = "body { margin: 0; padding: 12px; background: var(--jp-layout-color1); }";
      await page.addStyleTag({ content: colours + body });
      await page.addScriptTag({ type: "module", content: VIEW });
      await page.waitForFunction(() => "view" in globalThis);
      return page;
    },
  };
}

/** Makes the view's functions available to `page.evaluate`, and records what its controls are called for. */
const VIEW = `
import { mountStreamView } from "/labextension/src/view/stream-view.ts";
import { mountComparisonView } from "/labextension/src/view/comparison-view.ts";
import { madeStream } from "/test/support/made/made-stream.ts";

const calls = [];
const act = (name) => async () => { calls.push(name); };
const ALL = { stop: act("stop"), retry: act("retry") };

/** Mounts a pane; \`controls\` are added to Stop and Retry, and the services record what they are given. */
function mount(stream, feed = "live", controls = {}) {
  const host = document.createElement("div");
  document.body.append(host);
  const services = {
    copy: async (text) => { calls.push("copy: " + text); },
    download: ({ name }) => { calls.push("download: " + name); },
  };
  const view = mountStreamView(host, { controls: () => ({ ...ALL, ...controls }), services });
  view.show(stream, feed);
  return view;
}

globalThis.view = { mount, mountComparisonView, madeStream, calls, ALL };
`;
