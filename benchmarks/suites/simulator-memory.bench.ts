/**
 * Does the simulator's memory stay flat over an hour of streams?
 *
 * Run: `node --expose-gc -C millrace-source benchmarks/suites/simulator-memory.bench.ts`
 *
 * The hour is one of a virtual clock, and no socket is between: what is looked at is what the simulator keeps.
 * Prompts differ, so that caches fill; the record of the latest 2,000 requests is full after the first quarter.
 * The whole process is weighed, its reader included.
 */
import { VirtualClock } from "../../src/clock/index.ts";
import { simulatedFetch } from "../../src/simulator/index.ts";
import { type BenchRow, printSuite } from "./bench-table.ts";

const QUARTER_MS = 15 * 60_000;
const EVERY_MS = 400;
const BYTES_PER_MB = 1_000_000;

/** One with an engine and a cache that requests share, one whose times are drawn. */
const MODELS = ["engine", "hosted-fast"];

const clock = new VirtualClock();
const send = simulatedFetch({ clock });
let sent = 0;

async function sendRequest(): Promise<void> {
  const number = sent++;
  const response = await send("http://simulated/v1/chat/completions", {
    method: "POST",
    body: JSON.stringify({
      model: MODELS[number % MODELS.length],
      stream: true,
      max_tokens: 60,
      messages: [{ role: "user", content: `Question ${number}: ${"why ".repeat(number % 200)}` }],
    }),
  });
  await response.text();
}

function heapMb(): number {
  globalThis.gc?.();
  globalThis.gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return (heapUsed + arrayBuffers) / BYTES_PER_MB;
}

/** A quarter of an hour, in which a request begins every 400 ms; then what is left is waited for. */
async function quarter(): Promise<number> {
  const answers: Promise<void>[] = [];
  for (let passedMs = 0; passedMs < QUARTER_MS; passedMs += EVERY_MS) {
    answers.push(sendRequest());
    await clock.advanceBy(EVERY_MS);
  }
  await clock.runUntil(Promise.all(answers));
  return heapMb();
}

const heaps = [await quarter(), await quarter(), await quarter(), await quarter()];
const [first = 0] = heaps;
const last = heaps.at(-1) ?? 0;
const rows: BenchRow[] = [
  ...heaps.map((heap, place) => ({
    name: `heap after ${(place + 1) * 15} minutes`,
    unit: "MB",
    samples: [heap],
  })),
  { name: "after an hour ÷ after a quarter", unit: "times", samples: [last / first], atMost: 1.1 },
];
printSuite({ [`${sent} streams in an hour`]: rows });
