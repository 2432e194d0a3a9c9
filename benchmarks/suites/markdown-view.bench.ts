/**
 * How long does a browser take to show the next words of an answer, and does that grow with the answer?
 *
 * Run: `node -C millrace-source benchmarks/suites/markdown-view.bench.ts [result.json]`. It needs Chromium and about two
 * minutes.
 *
 * A sample is the median of one visit: a text of the size named is on the page, deltas of about 30 characters follow, and
 * each is timed from the call with it, at the start of a frame, to the end of that frame. Visits are interleaved in random order on
 * one page. The 95th percentiles are those of all deltas of all visits.
 *
 * "Whole" parses and sanitizes the whole text again (marked, DOMPurify). "Blocks" has the shape of Streamdown, but is not
 * the package: without React, and without its repair of unfinished syntax, it is faster than that.
 *
 * Do not conclude what users wait for: a display shows frames at its own rate, and this page shows one stream only.
 */
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";

import { quantile, seededRandom, sorted } from "../../src/stats/index.ts";
import { markdownAnswer, markdownDeltas } from "../workloads/markdown-answer.ts";
import type { RivalName } from "../workloads/markdown-rivals.ts";
import { openRivalPage } from "../workloads/rival-pages.ts";
import {
  type BenchCase,
  type BenchRow,
  environmentLine,
  measureInRounds,
  printSuite,
  ratioRow,
} from "./bench-table.ts";

const ROUNDS = 7;
const SIZES = [10_000, 100_000, 400_000] as const;
const RIVALS: readonly RivalName[] = ["millrace", "blocks", "whole"];

/** The slowest takes half a second a delta. */
const DELTAS = { millrace: 60, blocks: 20, whole: 5 } as const;
const WARM_UP = 2;

const page = await openRivalPage();

interface PaintCase extends BenchCase {
  readonly timesMs: number[];
}

function paintCase(rival: RivalName, lengthChars: number): PaintCase {
  const text = markdownAnswer(lengthChars, seededRandom(lengthChars));
  const deltas = markdownDeltas(DELTAS[rival], seededRandom(1));
  const timesMs: number[] = [];
  return {
    name: `${rival}, ${lengthChars / 1_000} k`,
    unit: "ms",
    atMost: rival === "millrace" && lengthChars === 400_000 ? 5 : undefined,
    timesMs,
    async sample() {
      const times = await page.paintTimesMs({ rival, text, deltas, warmUp: WARM_UP });
      timesMs.push(...times);
      return quantile(sorted(times), 0.5);
    },
  };
}

const cases = RIVALS.flatMap((rival) => SIZES.map((size) => paintCase(rival, size)));
const rows = await measureInRounds(cases, ROUNDS);
const [small, , large, , , blocks, , , whole] = rows;
assert.ok(small && large && blocks && whole);

const tails = cases.map(({ name, timesMs }): BenchRow => ({
  name: `${name}, 95th percentile`,
  unit: "ms",
  samples: [quantile(sorted(timesMs), 0.95)],
}));
const tables = {
  "Time to paint a delta": [...rows, ...tails],
  Ratios: [ratioRow(large, small, 1.3), ratioRow(large, blocks), ratioRow(large, whole, 1 / 30)],
};
printSuite(tables);
const [, , path] = process.argv;
if (path !== undefined) {
  const environment = `Chromium ${page.browserVersion}, ${environmentLine()}`;
  writeFileSync(path, `${JSON.stringify({ environment, tables }, null, 2)}\n`);
}
await page.close();
