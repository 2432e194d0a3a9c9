/**
 * What does an open stream cost, how much does an unread stream buffer, and how soon is its connection closed
 * after it is abandoned?
 *
 * Run: `node --expose-gc -C millrace-source benchmarks/suites/streams.bench.ts`
 *
 * The simulator runs on a separate thread. A proxy in this process observes when a connection is closed, so that both ends
 * use one clock.
 */
import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";

import {
  elapsedMs,
  type Instant,
  preciseClock,
  sleep,
  systemClock,
} from "../../src/clock/index.ts";
import { startStream } from "../../src/lifecycle/index.ts";
import {
  anthropicMessages,
  bedrock,
  gemini,
  ollamaChat,
  openAiChat,
  openAiResponses,
  type Provider,
} from "../../src/providers/index.ts";
import { startSimulatorThread } from "../../src/simulator/index.ts";
import { seededRandom } from "../../src/stats/index.ts";
import { type BenchRow, printSuite } from "./bench-table.ts";

const OPEN_STREAMS = 500;
const LEAVINGS = 20;
const BYTES_PER_KB = 1_000;

/** The default bound of a stream, and how far one read may exceed it. */
const HELD_KB = (1_048_576 + 2 * 65_536) / BYTES_PER_KB;

/** How long a server sends to an unread stream. */
const FLOOD_MS = 2_000;

const random = seededRandom(1);

function heapBytes(): number {
  globalThis.gc?.();
  globalThis.gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

/** Streams that have sent something and stay open. */
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

/** What a stream holds of an answer without an end, of which its reader has taken one piece. */
async function heldInFlood(): Promise<number> {
  const simulator = await startSimulatorThread({ seed: 1 });
  const clock = systemClock();
  const provider = openAiChat({ apiKey: "any", baseUrl: simulator.url });
  const open = () =>
    startStream(
      provider,
      {
        model: "fixed:ttftMs=1,itlMs=0+endless",
        messages: [{ role: "user", content: `echo: ${"some words ".repeat(100)}` }],
      },
      { clock, random, deadlines: { idleMs: 60_000 } },
    );
  async function flooded() {
    const stream = open();
    const events = stream[Symbol.asyncIterator]();
    for (let one = await events.next(); one.done !== true; one = await events.next()) {
      if (one.value.type === "text-delta") break;
    }
    await sleep(clock, FLOOD_MS);
    return { stream, events };
  }

  // The first one loads code.
  (await flooded()).stream.stop();
  const before = heapBytes();
  const { stream, events } = await flooded();
  const after = heapBytes();
  stream.stop();
  await events.return?.();
  await simulator.close();
  return (after - before) / BYTES_PER_KB;
}

/** What stands between the streams and a server, and sees when they leave. */
async function gateTo(port: number) {
  const clock = preciseClock();
  let next = Promise.withResolvers<Instant>();
  const gate = createServer((client: Socket) => {
    const server = connect(port, "127.0.0.1");
    client.pipe(server);
    server.pipe(client);
    // A connection with a request: after an aborted one, Node's fetch opens another and closes it unused.
    client.once("data", () => {
      const { resolve } = next;
      for (const sign of ["end", "error", "close"]) client.on(sign, () => resolve(clock.now()));
    });
    for (const socket of [client, server]) socket.on("error", () => undefined);
    client.on("close", () => server.destroy());
  });
  gate.listen(0, "127.0.0.1");
  await once(gate, "listening");
  const address = gate.address();
  return {
    clock,
    origin: `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`,
    /** Resolves when the stream closes the next connection with a request. */
    nextClosing() {
      next = Promise.withResolvers();
      return next.promise;
    },
    close: () => gate.close(),
  };
}

const CREDENTIALS = { accessKeyId: "any", secretAccessKey: "secret" };

const adapters: readonly ((origin: string) => Provider)[] = [
  (origin) => openAiChat({ apiKey: "any", baseUrl: `${origin}/v1` }),
  (origin) => openAiResponses({ apiKey: "any", baseUrl: `${origin}/v1` }),
  (baseUrl) => anthropicMessages({ apiKey: "any", baseUrl }),
  (origin) => gemini({ apiKey: "any", baseUrl: `${origin}/v1beta` }),
  (baseUrl) => bedrock({ baseUrl, region: "us-east-1", credentials: CREDENTIALS }),
  (baseUrl) => ollamaChat({ baseUrl }),
];

/** How long after a stream was left its connection is closed, as the other end sees it, in milliseconds. */
async function leavings(): Promise<BenchRow[]> {
  const simulator = await startSimulatorThread({ seed: 1 });
  const gate = await gateTo(Number(new URL(simulator.url).port));

  async function leave(provider: Provider, how: "stop" | "break"): Promise<number> {
    const closed = gate.nextClosing();
    const stream = startStream(
      provider,
      {
        model: "fixed:ttftMs=1,itlMs=5+endless",
        messages: [{ role: "user", content: "echo: a b c" }],
      },
      { clock: gate.clock, random },
    );
    let leftAt: Instant | undefined;
    for await (const event of stream) {
      if (event.type !== "text-delta") continue;
      leftAt ??= gate.clock.now();
      if (how === "break") break;
      stream.stop();
    }
    return leftAt === undefined ? Number.NaN : elapsedMs(leftAt, await closed);
  }

  const rows: BenchRow[] = [];
  for (const create of adapters) {
    const provider = create(gate.origin);
    for (const [how, atMost] of [
      ["stop", 10],
      ["break", 50],
    ] as const) {
      const samples: number[] = [];
      for (let time = 0; time < LEAVINGS; time++) samples.push(await leave(provider, how));
      rows.push({ name: `${provider.id}, ${how} → closed`, unit: "ms", samples, atMost });
    }
  }
  await simulator.close();
  gate.close();
  return rows;
}

const memory: BenchRow[] = [
  {
    name: `heap of an open stream, ${OPEN_STREAMS} at once`,
    unit: "KB",
    samples: [await heapPerStream()],
    atMost: 60,
  },
  {
    name: `held of an answer without an end, unread for ${FLOOD_MS / 1000} s`,
    unit: "KB",
    samples: [await heldInFlood()],
    atMost: HELD_KB,
  },
];
printSuite({ "Open streams": memory, "Leaving them": await leavings() });
