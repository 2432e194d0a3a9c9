/**
 * What does it cost to show JSON while it is written, and to take a large message in small pieces?
 *
 * Run: `node --expose-gc -C millrace-source benchmarks/suites/partial-json.bench.ts`
 *
 * Partial JSON: an answer of the size named comes in deltas of 1 to 7 characters, 4 on average, and its
 * value is taken after each. Every sample is of 250,000 deltas, so of many small answers or one large one.
 * The line is 5 µs a delta at 1 MB, and no growth from 10 KB on: of what is linear in all, the cost of one
 * delta stays the same. "Anew" is a parser that begins at the start with every delta, as SDKs do.
 *
 * Pieces: one message of 4 MiB in slices of 1,400 bytes, which is what a network packet carries; and
 * byte by byte, where the cost of a byte must not grow with the message.
 *
 * A line is kept when the whole interval of the median is below it, and missed when the whole is above it.
 *
 * Do not conclude how fast a page is: painting costs far more. The first answer of a process costs more, as
 * nothing is compiled yet; it has its own row, of one sample.
 */
import assert from "node:assert/strict";

import { partialParse } from "@anthropic-ai/sdk/_vendor/partial-json-parser/parser.mjs";

import { seededRandom } from "../../src/stats/index.ts";
import {
  awsEventStreamFrame,
  awsEventStreamParser,
  jsonArrayParser,
  ndjsonParser,
  partialJson,
  type PushParser,
  sseParser,
} from "../../src/wire/index.ts";
import {
  type BenchCase,
  type BenchRow,
  measureInRounds,
  printSuite,
  ratioRow,
  timeMs,
} from "./bench-table.ts";

const ROUNDS = 11;

/** An answer in JSON of about so many characters: half running text, half small rows. */
function answerOf(lengthChars: number): string {
  const random = seededRandom(lengthChars);
  const rows: unknown[] = [];
  for (let chars = 0; chars < lengthChars / 2;) {
    const row = {
      id: rows.length,
      name: `item ${rows.length}`,
      price: random(),
      tags: ["é\n", null],
    };
    rows.push(row);
    chars += JSON.stringify(row).length + 1;
  }
  const text = 'A word, a "quote", an umlaut ü and 👍.\n'.repeat(Math.ceil(lengthChars / 80));
  return JSON.stringify({ text, rows });
}

function deltasOf(text: string): string[] {
  const random = seededRandom(1);
  const deltas: string[] = [];
  for (let from = 0; from < text.length;) {
    const lengthChars = 1 + Math.floor(random() * 7);
    deltas.push(text.slice(from, from + lengthChars));
    from += lengthChars;
  }
  return deltas;
}

/** Takes an answer as a program would that shows it, and gives what it has become. */
function show(deltas: readonly string[]): unknown {
  const json = partialJson();
  let shown: unknown;
  for (const delta of deltas) {
    json.push(delta);
    shown = json.value;
  }
  assert.equal(shown, json.value);
  return json.finish();
}

const DELTAS = 250_000;

function showingCase(name: string, lengthChars: number, atMost?: number): BenchCase {
  const text = answerOf(lengthChars);
  const deltas = deltasOf(text);
  const answers = Math.max(1, Math.round(DELTAS / deltas.length));
  assert.deepEqual(show(deltas), JSON.parse(text));
  return {
    name,
    unit: "µs/delta",
    atMost,
    sample() {
      const ms = timeMs(() => {
        for (let answer = 0; answer < answers; answer++) show(deltas);
      });
      return (ms * 1_000) / (answers * deltas.length);
    },
  };
}

function anewCase(name: string, lengthChars: number): BenchCase {
  const deltas = deltasOf(answerOf(lengthChars));
  return {
    name,
    unit: "µs/delta",
    sample() {
      const ms = timeMs(() => {
        let text = "";
        for (const delta of deltas) {
          text += delta;
          partialParse(text);
        }
      });
      return (ms * 1_000) / deltas.length;
    },
  };
}

const MIB = 1_048_576;

/** One message each: what parses it, and how a text is written as one. */
const framings: readonly {
  readonly name: string;
  readonly create: () => PushParser<unknown>;
  readonly write: (text: string) => Uint8Array;
}[] = [
  { name: "SSE", create: sseParser, write: (text) => bytesOf(`data: ${text}\n\n`) },
  { name: "NDJSON", create: ndjsonParser, write: (text) => bytesOf(`"${text}"\n`) },
  { name: "JSON array", create: jsonArrayParser, write: (text) => bytesOf(`["${text}"]`) },
  {
    name: "AWS event stream",
    create: awsEventStreamParser,
    write: (text) => awsEventStreamFrame({}, bytesOf(text)),
  },
];

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** Milliseconds in which a parser takes one message, piece by piece. */
function takeMs(parser: PushParser<unknown>, pieces: Iterable<Uint8Array>): number {
  let messages = 0;
  const ms = timeMs(() => {
    for (const piece of pieces) messages += parser.push(piece).length;
    messages += parser.end().length;
  });
  assert.equal(messages, 1);
  return ms;
}

const packets = framings.map(({ name, create, write }): BenchCase => {
  const bytes = write("x".repeat(4 * MIB));
  const slices = Array.from({ length: Math.ceil(bytes.length / 1_400) }, (_, index) =>
    bytes.subarray(index * 1_400, (index + 1) * 1_400),
  );
  return { name, unit: "ms", atMost: 60, sample: () => takeMs(create(), slices) };
});

/** Shared: half a million arrays of one byte each would be work for the collector in every sample. */
const oneByte = Array.from({ length: 256 }, (_, byte) => Uint8Array.of(byte));

function byteByByte(sizeKib: number): BenchCase[] {
  return framings.map(({ name, create, write }) => {
    const pieces = Array.from(
      write("x".repeat(sizeKib * 1_024)),
      (byte) => oneByte[byte] ?? assert.fail(),
    );
    const sample = () => (takeMs(create(), pieces) * 1_000_000) / pieces.length;
    return { name: `${name}, ${sizeKib} KiB`, unit: "ns/byte", sample };
  });
}

const first = deltasOf(answerOf(1_000));
const cold: BenchRow = {
  name: "1 KB, the first of the process",
  unit: "µs/delta",
  samples: [(timeMs(() => show(first)) * 1_000) / first.length],
};

const showing = await measureInRounds(
  [
    showingCase("1 KB", 1_000),
    showingCase("10 KB", 10_000),
    showingCase("100 KB", 100_000),
    showingCase("1 MB", 1_000_000, 5),
    anewCase("1 KB, anew", 1_000),
    anewCase("10 KB, anew", 10_000),
  ],
  ROUNDS,
);
const [, tenKb, , oneMb, oneKbAnew, tenKbAnew] = showing;
assert.ok(tenKb && oneMb && oneKbAnew && tenKbAnew);

const small = byteByByte(128);
const large = byteByByte(512);
const bytewise = await measureInRounds([...small, ...large], ROUNDS);
const growth = large.map((_, index) => {
  const [before, after] = [bytewise[index], bytewise[index + small.length]];
  assert.ok(before && after);
  return ratioRow(after, before, 1.5);
});

printSuite({
  "Partial JSON, its value taken after each delta": [
    cold,
    ...showing,
    ratioRow(oneMb, tenKb, 1.5),
    ratioRow(tenKbAnew, oneKbAnew),
  ],
  "One message of 4 MiB in slices of 1,400 bytes": await measureInRounds(packets, ROUNDS),
  "One message byte by byte": [...bytewise, ...growth],
});
