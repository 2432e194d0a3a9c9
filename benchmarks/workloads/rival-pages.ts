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

/** Opens a page in headless Chromium. */
export async function openRivalPage(): Promise<RivalPage> {
  const pages = await startViewPages({
    packages: {
      dompurify: "dompurify/dist/purify.es.mjs",
      marked: "marked/lib/marked.esm.js",
    },
    tools: "benchmarks/workloads/markdown-rivals.ts",
  });
  const page = await pages.open();
  await page.waitForFunction(() => "tools" in globalThis);
  return {
    browserVersion: pages.browser.version(),
    paintTimesMs: (visit) => page.evaluate((given) => tools.paintTimesMs(given), visit),
    close: pages.close,
  };
}
