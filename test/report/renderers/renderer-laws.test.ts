import fc from "fast-check";
import { describe, expect, it } from "vitest";

import {
  headline,
  makeReport,
  renderHtml,
  renderJson,
  renderMarkdown,
  renderTerminal,
  reportBundle,
} from "../../../src/report/index.ts";
import { hardRuns } from "../hard-runs.ts";
import { randomRuns } from "../random-runs.ts";

const plan = { primary: ["ttft@flush", "added_delay@flush", "tpot@flush"] };

/** NaN, wrong signs, and the output of typical JavaScript mistakes. */
const MEANINGLESS = /NaN|undefined|\[object|±|[^\d\w.-]-0(?:\.0*)?[^\d.]|−0(?:\.0*)?(?![\d.])/u;

describe("every renderer", () => {
  it("prints meaningful numbers for any failures and missing values", () => {
    fc.assert(
      fc.property(hardRuns(), (run) => {
        const report = makeReport(run);
        for (const text of [
          renderTerminal(report),
          renderTerminal(report, { all: true }),
          renderMarkdown(report),
          renderJson(report),
          ...Object.values(reportBundle(run)).map(String),
        ]) {
          expect(text).not.toMatch(MEANINGLESS);
        }
      }),
      { numRuns: 40 },
    );
  });

  it("draws charts without meaningless numbers", async () => {
    await fc.assert(
      fc.asyncProperty(hardRuns(), async (run) => {
        expect(await renderHtml(makeReport(run))).not.toMatch(MEANINGLESS);
      }),
      { numRuns: 15 },
    );
  }, 30_000);

  it("prints the headline: first in Markdown, last in a terminal", () => {
    fc.assert(
      fc.property(randomRuns({ plan }), (run) => {
        const report = makeReport(run);
        const words = headline(report).split(/\s+/u);
        const printed = renderTerminal(report, { columns: 80 }).trimEnd().split(/\s+/u);

        expect(printed.slice(-words.length)).toEqual(words);
        expect(renderMarkdown(report)).toMatch(/^\*\*[^\n]+\*\*\n/u);
      }),
      { numRuns: 30 },
    );
  });
});
