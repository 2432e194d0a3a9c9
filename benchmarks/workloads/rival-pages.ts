import { startViewPages } from "../../test/support/browser/view-page.ts";
import type { Visit } from "./markdown-rivals.ts";

/** The exports of the module below, on the page. */
declare const tools: { paintTimesMs(visit: Visit): Promise<number[]> };

/** One page on which rivals show Markdown in turn. */
export interface RivalPage {
  readonly browserVersion: string;
  /** As `paintTimesMs()`, on the page. */
  paintTimesMs(visit: Visit): Promise<number[]>;
  close(): Promise<void>;
}

/**
 * Opens a page in headless Chromium. Frames follow one another at once: with the display's clock, up to 16 ms of waiting
 * would be in every figure.
 */
export async function openRivalPage(): Promise<RivalPage> {
  const pages = await startViewPages({
    packages: {
      dompurify: "dompurify/dist/purify.es.mjs",
      marked: "marked/lib/marked.esm.js",
    },
    tools: "benchmarks/workloads/markdown-rivals.ts",
    flags: ["--disable-frame-rate-limit", "--disable-gpu-vsync"],
  });
  const page = await pages.open();
  await page.waitForFunction(() => "tools" in globalThis);
  return {
    browserVersion: pages.browser.version(),
    paintTimesMs: (visit) => page.evaluate((given) => tools.paintTimesMs(given), visit),
    close: pages.close,
  };
}
