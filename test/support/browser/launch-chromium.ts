import { type Browser, chromium } from "playwright-core";

import { findChromium } from "../../../scripts/chromium.ts";

/** Keeps Chromium off the network: by default, it looks up Google's hosts at every start. */
const FLAGS = [
  "--no-sandbox",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
];

/** Starts a headless Chromium that sends no requests by itself. */
export function launchChromium(): Promise<Browser> {
  return chromium.launch({ executablePath: findChromium(), args: FLAGS });
}
