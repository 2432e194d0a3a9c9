import { appendFileSync } from "node:fs";
import { createServer, type IncomingMessage } from "node:http";

import { type Clock, preciseClock } from "../../clock/index.ts";
import { acceptWebSockets } from "../delivery/accept-web-sockets.ts";
import type { HttpCall } from "../dialects/dialect.ts";
import { httpSink } from "../delivery/http-sink.ts";
import type { ServerRules } from "../settings/server-rules.ts";
import { simulation } from "./simulation.ts";
import type { TruthRecord } from "../truth/truth-log.ts";

/** Where the simulator listens, and whom it plays. */
export interface SimulatorOptions {
  /** @defaultValue `0`: any free port. */
  readonly port?: number;
  /** @defaultValue `"127.0.0.1"`: this machine only. */
  readonly host?: string;
  /**
   * Of all chance; a request's own seed comes before it.
   *
   * @defaultValue `1`
   */
  readonly seed?: number;
  /** @defaultValue A clock that is precise to microseconds. */
  readonly clock?: Clock;
  /** Gets the record of every request when it has ended, one JSON object a line. */
  readonly truthFile?: string | undefined;
  /** Called once, with the platform's error, when {@link truthFile} cannot be written any more. */
  readonly onTruthLost?: ((error: unknown) => void) | undefined;
  /** What holds for all models. */
  readonly rules?: ServerRules;
}

/** A running simulator. */
export interface Simulator {
  /** Where OpenAI's API begins; ends in `/v1`. */
  readonly url: string;
  /** Ends all answers and the server. */
  close(): Promise<void>;
}

/** A request's body is a prompt; no prompt of a test or a benchmark comes near. */
const LARGEST_BODY_BYTES = 16_777_216;

/**
 * Starts a provider that behaves: a real HTTP server that speaks the wire of every provider that there is
 * an adapter for, each at its own paths, paces its answers as a {@link Profile} says, misbehaves when a
 * model's name asks for it, and tells when it sent what. OpenAI's realtime wire is spoken over WebSockets.
 *
 * `GET /v1/models` lists the profiles, `GET /_sim/requests` and `/_sim/requests/<x-request-id>` the
 * truth about the latest 2,000 requests. Keys are neither checked nor kept. Beside a client that is
 * measured, start it with {@link startSimulatorThread}.
 *
 * @throws {Error} When the port is in use or may not be used, with the platform's `code`.
 *
 * @example
 * ```ts
 * const simulator = await startSimulator();
 * const { data } = await (await fetch(`${simulator.url}/models`)).json();
 * await simulator.close();
 * data[0].id; // "fixed"
 * ```
 */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const {
    port = 0,
    host = "127.0.0.1",
    seed = 1,
    clock = preciseClock(),
    truthFile,
    onTruthLost,
    rules = {},
  } = options;
  const provider = simulation({
    clock,
    seed,
    rules,
    onRecord: truthWriter(truthFile, onTruthLost),
  });

  const server = createServer((request, response) => {
    const receivedAt = clock.now();
    // Keep-alive connections get their first packet at once too.
    request.socket.setNoDelay(true);
    const sink = httpSink(response);
    bodyOf(request).then(
      (body) => provider.answer(callOf(request, body), sink, receivedAt),
      () => {
        response.writeHead(413, { "content-type": "application/json" });
        response.end(JSON.stringify({ error: { message: TOO_LARGE } }));
      },
    );
  });
  const leaveAll = acceptWebSockets(server, {
    maxMessageBytes: LARGEST_BODY_BYTES,
    open: (request, sink) => provider.converse(callOf(request, ""), sink),
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, resolve);
  });
  const address = server.address();
  const actualPort = typeof address === "object" && address !== null ? address.port : port;

  return {
    url: `http://${host.includes(":") ? `[${host}]` : host}:${actualPort}/v1`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        leaveAll();
        server.closeAllConnections();
      }),
  };
}

function truthWriter(
  path: string | undefined,
  onLost: SimulatorOptions["onTruthLost"],
): (record: TruthRecord) => void {
  let isLost = false;
  return (record) => {
    if (path === undefined || isLost) return;
    try {
      appendFileSync(path, `${JSON.stringify(record)}\n`);
    } catch (error) {
      isLost = true;
      onLost?.(error);
    }
  };
}

const TOO_LARGE = `Cannot answer as the body must be at most ${LARGEST_BODY_BYTES} bytes: current value is more`;

function callOf(request: IncomingMessage, body: string): HttpCall {
  const { pathname, searchParams } = new URL(request.url ?? "/", "http://simulator");
  return {
    method: request.method ?? "GET",
    path: pathname,
    query: searchParams,
    header(name) {
      const value = request.headers[name];
      return Array.isArray(value) ? value.join(", ") : value;
    },
    body,
  };
}

/** Rejects when it is too large, or the client leaves before it is whole. */
async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    sizeBytes += bytes.length;
    if (sizeBytes > LARGEST_BODY_BYTES) throw new RangeError(TOO_LARGE);
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString("utf8");
}
