/**
 * How many tokens a second does the simulator send, and how late?
 *
 * Run: `node --expose-gc -C millrace-source benchmarks/suites/simulator.bench.ts [seconds]`
 *
 * The simulator has a thread of its own; so have its clients, which read sockets once a millisecond and parse
 * nothing, so that they are little of what is measured even on two cores. Lateness is the simulator's own
 * record, from when a token was due until it was handed to the socket. Do not conclude from it what a client
 * sees that has to be woken for each token: that takes the writer's core up to 10 µs more for each.
 */
import { once } from "node:events";
import { connect, type Socket } from "node:net";

import { instantAfter, preciseClock } from "../../src/clock/index.ts";
import { startSimulatorThread } from "../../src/simulator/index.ts";
import { quantile, sorted } from "../../src/stats/index.ts";
import { asCount, asList, dig } from "../../src/wire/index.ts";
import { type BenchRow, printSuite } from "./bench-table.ts";

const ITL_MS = 20;
/** All have asked before the first token is due: to read 1,000 prompts in a second is no part of pacing. */
const TTFT_MS = 1_500;
const SECONDS = Number(process.argv[2] ?? 10);

/** Streams at once, and the pass lines of each. */
const LOADS = [
  { streams: 1, p99Ms: 5, itlShare: 0.001 },
  { streams: 100, p99Ms: 5, itlShare: 0.001 },
  { streams: 1_000, p99Ms: 5, itlShare: 0.001 },
];

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
  readonly latenessMs: readonly number[];
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
    await new Promise<void>((resolve) => {
      clock.callAt(at, resolve);
    });
    await once(ask(url, tokens), "close");
  });
  const stop = readInTurns();
  await Promise.all(closings);
  stop();
  const records = asList(await (await fetch(new URL("/_sim/requests", url))).json());
  await simulator.close();
  const times = records.map((record) =>
    asList(dig(record, "tokens")).map((token) => ({
      dueUs: asCount(dig(token, "dueUs")) ?? 0,
      sentUs: asCount(dig(token, "sentUs")) ?? 0,
    })),
  );
  return {
    tokens: times.reduce((sum, { length }) => sum + length, 0),
    latenessMs: times.flat().map(({ dueUs, sentUs }) => (sentUs - dueUs) / 1000),
    itlMs: times.map((stream) => {
      const firstUs = stream[0]?.sentUs ?? 0;
      return ((stream.at(-1)?.sentUs ?? 0) - firstUs) / 1000 / (stream.length - 1);
    }),
    seconds: (tokens * ITL_MS) / 1000,
  };
}

const tables: Record<string, BenchRow[]> = {};
for (const { streams, p99Ms, itlShare } of LOADS) {
  const sent = await run(streams);
  const lateness = sorted(sent.latenessMs);
  const meanMs = sent.latenessMs.reduce((sum, ms) => sum + ms, 0) / sent.latenessMs.length;
  const itlMs = sent.itlMs.reduce((sum, ms) => sum + ms, 0) / sent.itlMs.length;
  tables[`${streams} streams with a token every ${ITL_MS} ms, for ${SECONDS} s`] = [
    { name: "sent", unit: "tokens/s", samples: [sent.tokens / sent.seconds] },
    { name: "lateness, mean", unit: "ms", samples: [meanMs], atMost: 1 },
    { name: "lateness, p50", unit: "ms", samples: [quantile(lateness, 0.5)] },
    { name: "lateness, p99", unit: "ms", samples: [quantile(lateness, 0.99)], atMost: p99Ms },
    {
      name: "error of the mean ITL",
      unit: "share",
      samples: [Math.abs(itlMs / ITL_MS - 1)],
      atMost: itlShare,
    },
  ];
}
printSuite(tables);
