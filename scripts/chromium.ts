import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

import { chromium } from "playwright-core";

import { SetUpError } from "./lab/index.ts";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/**
 * The path of a Chromium that the browser tests can drive: the system's, or else Playwright's.
 *
 * @throws {SetUpError} When there is none; the message names the command that installs it.
 */
export function findChromium(): string {
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  const candidates = folders.flatMap((folder) => NAMES.map((name) => join(folder, name)));
  const found = [...candidates, chromium.executablePath()].find(isExecutable);
  if (found === undefined) {
    throw new SetUpError(
      `Cannot run the browser tests as no Chromium was found: install it, on Debian with ` +
        `"apt-get install chromium", elsewhere with "npx playwright-core install chromium"`,
    );
  }
  return found;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
