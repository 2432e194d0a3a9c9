/**
 * How many tokens per second does the simulator send, and how late?
 *
 * Run: `node --expose-gc -C millrace-source benchmarks/suites/simulator.bench.ts [seconds]`
 *
 * The simulator and its clients run on separate threads. The clients read sockets once per millisecond and do not
 * parse, so that they hardly affect the measurement even on two cores. Lateness is from the simulator's
 * record: from a token's due time to the write to the socket. The rows are for the time in which all
 * streams are open; the effect of their starts and ends is printed below them. Do not conclude what a
 * client observes that is woken for each token: that takes the writer's core up to 10 µs more per token.
 */
import { once } from "node:events";
import { connect, type Socket } from "node:net";

import { instantAfter, preciseClock, sleepUntil } from "../../src/clock/index.ts";
import { startSimulatorThread } from "../../src/simulator/index.ts";
import { quantile, sorted } from "../../src/stats/index.ts";
import { asCount, asList, asNumber, dig } from "../../src/wire/index.ts";
import { type BenchRow, printSuite } from "./bench-table.ts";

const ITL_MS = 20;
/** All requests arrive before the first token is due: reading 1,000 prompts is not part of pacing. */
const TTFT_MS = 1_500;
const SECONDS = Number(process.argv[2] ?? 10);

/** Streams at once. 800 make 40,000 tokens a second. */
const LOADS = [1, 100, 800, 1_000];

/** The pass lines. */
const MEAN_MS = 1;
const P99_MS = 5;
const ITL_ERROR_SHARE = 0.001;

/** Sends one request on a new socket, and discards the response. */
function sendRequest(url: URL, tokens: number): Socket {
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
  /** While all streams were open; or of all tokens, if some streams started after others had ended. */
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
  // Spread evenly over a second: streams that begin in one instant stay due at the same instants.
  const clock = preciseClock();
  const from = clock.now();
  const closings = Array.from({ length: streams }, async (_, place) => {
    const at = instantAfter(from, (place * 1000) / streams);
    await sleepUntil(clock, at);
    await once(sendRequest(url, tokens), "close");
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
