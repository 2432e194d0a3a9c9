/**
 * What does Markdown cost while it is written, and does that grow with the document?
 *
 * Run: `node --expose-gc -C millrace-source benchmarks/suites/markdown-speed.bench.ts`
 *
 * A document of each shape comes in deltas of 1 to 7 characters, 4 on average, and its changes are taken after each
 * delta. The limits are 1 µs a character at any length, 1.5 times as much at 400,000 characters as at 10,000, 50 µs for
 * all but one in a hundred deltas, and 60 ms for one parse of 400,000 characters.
 *
 * Rivals parse the whole text again with each delta, at 10,000 characters only: beyond, that takes minutes.
 *
 * Do not conclude how fast a page is: this is the tree, without DOM. The first round warms up; a first answer in a new
 * process costs more.
 */
import assert from "node:assert/strict";

import { marked } from "marked";
import { micromark } from "micromark";
import { gfm, gfmHtml } from "micromark-extension-gfm";

import { elapsedMs, preciseClock } from "../../src/clock/index.ts";
import { markdownStream, parseMarkdown } from "../../src/markdown/index.ts";
import { quantile, sorted } from "../../src/stats/index.ts";
import { deltasOf, MARKDOWN_SHAPES } from "../workloads/markdown-texts.ts";
import {
  type BenchCase,
  type BenchRow,
  measureInRounds,
  printSuite,
  ratioRow,
  timeMs,
} from "./bench-table.ts";

const ROUNDS = 7;

/** Characters of one sample: short documents are parsed several times. */
const SAMPLE_CHARS = 400_000;

const clock = preciseClock();

function streamedCase(shape: string, lengthChars: number): BenchCase {
  const text = MARKDOWN_SHAPES[shape]?.(lengthChars) ?? "";
  const deltas = deltasOf(text);
  const times = Math.max(1, Math.round(SAMPLE_CHARS / text.length));
  return {
    name: `${shape}, ${lengthChars / 1_000} k`,
    unit: "µs/char",
    atMost: 1,
    sample() {
      const ms = timeMs(() => {
        for (let time = 0; time < times; time++) {
          const stream = markdownStream();
          for (const delta of deltas) {
            stream.push(delta);
            stream.changes();
          }
          stream.end();
        }
      });
      return (ms * 1_000) / (times * text.length);
    },
  };
}

function slowDeltasCase(shape: string, lengthChars: number): BenchCase {
  const deltas = deltasOf(MARKDOWN_SHAPES[shape]?.(lengthChars) ?? "");
  return {
    name: `${shape}, ${lengthChars / 1_000} k, 99 % of deltas`,
    unit: "µs/delta",
    atMost: 50,
    sample() {
      const stream = markdownStream();
      const times = deltas.map((delta) => {
        const from = clock.now();
        stream.push(delta);
        stream.changes();
        return elapsedMs(from, clock.now()) * 1_000;
      });
      return quantile(sorted(times), 0.99);
    },
  };
}

function oneShotCase(shape: string, lengthChars: number): BenchCase {
  const text = MARKDOWN_SHAPES[shape]?.(lengthChars) ?? "";
  return {
    name: `${shape}, ${lengthChars / 1_000} k at once`,
    unit: "ms",
    atMost: 60,
    sample: () =>
      timeMs(() => {
        assert.ok(parseMarkdown(text).children.length > 0);
      }),
  };
}

function anewCase(name: string, parse: (text: string) => unknown): BenchCase {
  const text = MARKDOWN_SHAPES["chat mix"]?.(10_000) ?? "";
  const deltas = deltasOf(text);
  return {
    name: `${name}, whole text again, 10 k`,
    unit: "µs/char",
    sample() {
      const ms = timeMs(() => {
        let whole = "";
        for (const delta of deltas) {
          whole += delta;
          parse(whole);
        }
      });
      return (ms * 1_000) / text.length;
    },
  };
}

const shapes = Object.keys(MARKDOWN_SHAPES);
const rows = await measureInRounds(
  shapes.flatMap((shape) => [
    streamedCase(shape, 10_000),
    streamedCase(shape, 100_000),
    streamedCase(shape, 400_000),
    slowDeltasCase(shape, 400_000),
    oneShotCase(shape, 400_000),
  ]),
  ROUNDS,
);

function rowOf(wanted: string): BenchRow {
  const row = rows.find(({ name }) => name === wanted);
  assert.ok(row);
  return row;
}

const rivals = await measureInRounds(
  [
    anewCase("marked", (text) => marked.parse(text)),
    anewCase("micromark with GFM", (text) =>
      micromark(text, { extensions: [gfm()], htmlExtensions: [gfmHtml()] }),
    ),
  ],
  1,
);

printSuite({
  "Markdown while it is written": rows,
  Growth: shapes.map((shape) => ratioRow(rowOf(`${shape}, 400 k`), rowOf(`${shape}, 10 k`), 1.5)),
  "Chat mix by rivals": rivals,
});
