/**
 * What does an open stream cost, and how soon is its connection closed when nobody wants it any more?
 *
 * Run: `node --expose-gc -C millrace-source benchmarks/suites/streams.bench.ts`
 *
 * The server is in this process, so that both ends have one clock.
 */
import { createServer } from "node:http";

import { elapsedMs, type Instant, preciseClock, systemClock } from "../../src/clock/index.ts";
import { startStream } from "../../src/lifecycle/index.ts";
import { type ChatRequest, openAiChat } from "../../src/providers/index.ts";
import { startSimulatorThread } from "../../src/simulator/index.ts";
import { seededRandom } from "../../src/stats/index.ts";
import { type BenchRow, printSuite } from "./bench-table.ts";

const OPEN_STREAMS = 500;
const LEAVINGS = 40;
const BYTES_PER_KB = 1_000;

const REQUEST: ChatRequest = { model: "m", messages: [{ role: "user", content: "Hi" }] };

const random = seededRandom(1);

function heapBytes(): number {
  globalThis.gc?.();
  globalThis.gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

/** Streams that have said something and stay open. */
async function heapPerStream(): Promise<number> {
  const simulator = await startSimulatorThread({ seed: 1 });
  const provider = openAiChat({ apiKey: "any", baseUrl: simulator.url });
  const request = {
    model: "fixed:ttftMs=1,itlMs=0+stall@after=2,forMs=600000",
    messages: [{ role: "user", content: "echo: a b c d" }],
  } as const;
  const open = () => startStream(provider, request, { clock: systemClock(), random });
  const events = (count: number) =>
    Promise.all(
      Array.from({ length: count }, async () => {
        const stream = open();
        for await (const event of stream) if (event.type === "text-delta") return stream;
        return stream;
      }),
    );
  // The first ones load code and fill pools.
  await events(20);
  const before = heapBytes();
  const streams = Array.from({ length: OPEN_STREAMS }, open);
  const firsts = streams.map((stream) => stream[Symbol.asyncIterator]());
  for (const first of firsts) {
    for (let result = await first.next(); result.done !== true; result = await first.next()) {
      if (result.value.type === "text-delta") break;
    }
  }
  const after = heapBytes();
  for (const stream of streams) stream.stop();
  await simulator.close();
  return (after - before) / OPEN_STREAMS / BYTES_PER_KB;
}

/** How long after a stream was left the server sees its connection closed, in milliseconds. */
async function leaving(how: "stop" | "break"): Promise<number[]> {
  const clock = preciseClock();
  let closedAt = Promise.withResolvers<Instant>();
  const server = createServer((_request, response) => {
    response.on("close", () => closedAt.resolve(clock.now()));
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.write('data: {"choices":[{"delta":{"content":"Hel"}}]}\n\n');
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  const port = typeof address === "object" ? address?.port : 0;
  const provider = openAiChat({ apiKey: "any", baseUrl: `http://127.0.0.1:${port}/v1` });
  const waits: number[] = [];
  for (let time = 0; time < LEAVINGS; time++) {
    closedAt = Promise.withResolvers<Instant>();
    const stream = startStream(provider, REQUEST, { clock, random });
    let leftAt = clock.now();
    for await (const event of stream) {
      if (event.type !== "text-delta") continue;
      leftAt = clock.now();
      if (how === "break") break;
      stream.stop();
    }
    waits.push(elapsedMs(leftAt, await closedAt.promise));
  }
  server.closeAllConnections();
  server.close();
  return waits;
}

const rows: BenchRow[] = [
  {
    name: `heap of an open stream, ${OPEN_STREAMS} at once`,
    unit: "KB",
    samples: [await heapPerStream()],
    atMost: 60,
  },
  { name: "stop → connection closed", unit: "ms", samples: await leaving("stop"), atMost: 10 },
  { name: "break → connection closed", unit: "ms", samples: await leaving("break"), atMost: 50 },
];
printSuite({ "Open streams, and leaving them": rows });
