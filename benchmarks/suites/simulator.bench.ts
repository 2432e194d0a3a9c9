/**
 * How many tokens a second does the simulator send, and how late?
 *
 * Run: `node --expose-gc -C millrace-source benchmarks/suites/simulator.bench.ts [seconds]`
 *
 * The simulator has a thread of its own; so have its clients, which read sockets once a millisecond and parse
 * nothing, so that they are little of what is measured even on two cores. Lateness is the simulator's own
 * record, from when a token was due until it was handed to the socket; the lines are for the time in which all
 * streams are open, and what their beginnings and ends add is told below them. Do not conclude from it what a
 * client sees that has to be woken for each token: that takes the writer's core up to 10 µs more for each.
 */
import { once } from "node:events";
import { connect, type Socket } from "node:net";

import { instantAfter, preciseClock, sleepUntil } from "../../src/clock/index.ts";
import { startSimulatorThread } from "../../src/simulator/index.ts";
import { quantile, sorted } from "../../src/stats/index.ts";
import { asCount, asList, asNumber, dig } from "../../src/wire/index.ts";
import { type BenchRow, printSuite } from "./bench-table.ts";

const ITL_MS = 20;
/** All have asked before the first token is due: to read 1,000 prompts in a second is no part of pacing. */
const TTFT_MS = 1_500;
const SECONDS = Number(process.argv[2] ?? 10);

/** Streams at once. 800 make 40,000 tokens a second. */
const LOADS = [1, 100, 800, 1_000];

/** The pass lines. */
const MEAN_MS = 1;
const P99_MS = 5;
const ITL_ERROR_SHARE = 0.001;

/** One request on a socket of its own; what comes back is thrown away. */
function ask(url: URL, tokens: number): Socket {
  const body = JSON.stringify({
    model: `fixed:ttftMs=${TTFT_MS},itlMs=${ITL_MS}`,
    stream: true,
    max_tokens: tokens,
    messages: [{ role: "user", content: `echo: ${"a ".repeat(tokens)}` }],
  });
  const socket = connect(Number(url.port), url.hostname);
  socket.setNoDelay(true);
  socket.resume();
  socket.write(
    `POST /v1/chat/completions HTTP/1.1\r\nhost: s\r\nconnection: close\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
  );
  return socket;
}

/** Lets this thread look at its sockets once a millisecond. @returns What ends that. */
function readInTurns(): () => void {
  const never = new Int32Array(new SharedArrayBuffer(4));
  let goesOn = true;

  function look(): void {
    Atomics.wait(never, 0, 0, 1);
    if (goesOn) setImmediate(look);
  }

  look();
  return () => {
    goesOn = false;
  };
}

interface Sent {
  readonly tokens: number;
  /** While all streams were open; of all, where a busy machine let some begin when others had ended. */
  readonly latenessMs: readonly number[];
  readonly allLatenessMs: readonly number[];
  /** Means over a stream each, in milliseconds. */
  readonly itlMs: readonly number[];
  readonly seconds: number;
}

async function run(streams: number): Promise<Sent> {
  const simulator = await startSimulatorThread({ seed: 1 });
  const tokens = Math.round((SECONDS * 1000) / ITL_MS);
  const url = new URL(simulator.url);
  // Spread evenly over a second: streams that begin in one instant are due in one instant for ever.
  const clock = preciseClock();
  const from = clock.now();
  const closings = Array.from({ length: streams }, async (_, place) => {
    const at = instantAfter(from, (place * 1000) / streams);
    await sleepUntil(clock, at);
    await once(ask(url, tokens), "close");
  });
  const stop = readInTurns();
  await Promise.all(closings);
  stop();
  const records = asList(await (await fetch(new URL("/_sim/requests", url))).json());
  await simulator.close();
  const streamsSent = records.map((record) => {
    const receivedMs = asNumber(dig(record, "receivedAtWallMs")) ?? 0;
    return asList(dig(record, "tokens")).map((token) => {
      const sentMs = (asCount(dig(token, "sentUs")) ?? 0) / 1000;
      const dueMs = (asCount(dig(token, "dueUs")) ?? 0) / 1000;
      return { latenessMs: sentMs - dueMs, sentMs, atWallMs: receivedMs + sentMs };
    });
  });
  const allOpenFromMs = Math.max(...streamsSent.map((sent) => sent[0]?.atWallMs ?? 0));
  const allOpenToMs = Math.min(...streamsSent.map((sent) => sent.at(-1)?.atWallMs ?? 0));
  const all = streamsSent.flat();
  const whileAllOpen = all.filter(
    ({ atWallMs }) => atWallMs > allOpenFromMs && atWallMs < allOpenToMs,
  );
  return {
    tokens: all.length,
    latenessMs: (whileAllOpen.length > 0 ? whileAllOpen : all).map(({ latenessMs }) => latenessMs),
    allLatenessMs: all.map(({ latenessMs }) => latenessMs),
    itlMs: streamsSent.map((sent) => {
      const firstMs = sent[0]?.sentMs ?? 0;
      return ((sent.at(-1)?.sentMs ?? 0) - firstMs) / (sent.length - 1);
    }),
    seconds: (tokens * ITL_MS) / 1000,
  };
}

const meanOf = (values: readonly number[]) =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

const tables: Record<string, BenchRow[]> = {};
for (const streams of LOADS) {
  const { tokens, seconds, latenessMs, allLatenessMs, itlMs } = await run(streams);
  const lateness = sorted(latenessMs);
  const p99 = (values: readonly number[]) => quantile(sorted(values), 0.99);
  tables[`${streams} streams with a token every ${ITL_MS} ms, for ${SECONDS} s`] = [
    { name: "sent", unit: "tokens/s", samples: [tokens / seconds] },
    { name: "lateness, mean", unit: "ms", samples: [meanOf(latenessMs)], atMost: MEAN_MS },
    { name: "lateness, p50", unit: "ms", samples: [quantile(lateness, 0.5)] },
    { name: "lateness, p99", unit: "ms", samples: [p99(latenessMs)], atMost: P99_MS },
    { name: "mean, beginnings and ends with it", unit: "ms", samples: [meanOf(allLatenessMs)] },
    { name: "p99, beginnings and ends with it", unit: "ms", samples: [p99(allLatenessMs)] },
    {
      name: "error of the mean ITL",
      unit: "share",
      samples: [Math.abs(meanOf(itlMs) / ITL_MS - 1)],
      atMost: ITL_ERROR_SHARE,
    },
  ];
}
printSuite(tables);
