import { appendFileSync } from "node:fs";
import { createServer, type IncomingMessage } from "node:http";

import { type Clock, preciseClock } from "../../clock/index.ts";
import { listen } from "../delivery/listen.ts";
import { acceptWebSockets } from "../delivery/web-sockets.ts";
import type { HttpCall } from "../dialects/dialect.ts";
import { httpSink } from "../delivery/http-sink.ts";
import type { ServerRules } from "../settings/server-rules.ts";
import { simulation } from "./simulation.ts";
import type { TruthRecord } from "../truth/truth-log.ts";

/** Options of {@link startSimulator}. */
export interface SimulatorOptions {
  /** @defaultValue `0`: any free port. */
  readonly port?: number | undefined;
  /** @defaultValue `"127.0.0.1"`: this machine only. */
  readonly host?: string | undefined;
  /** Random seed; a request's own seed takes precedence. @defaultValue `1` */
  readonly seed?: number | undefined;
  /** @defaultValue A clock with microsecond precision. */
  readonly clock?: Clock | undefined;
  /** File that gets the record of each request when it has ended, as one line of JSON. */
  readonly truthFile?: string | undefined;
  /** Called once, with the system error, when {@link truthFile} can no longer be written. */
  readonly onTruthLost?: ((error: unknown) => void) | undefined;
  readonly rules?: ServerRules | undefined;
}

/** A running simulator. */
export interface Simulator {
  /** Base URL of OpenAI's API; ends in `/v1`. */
  readonly url: string;
  /** Ends all answers and the server. */
  close(): Promise<void>;
}

/** Far longer than any prompt of a test or benchmark. */
const MAX_BODY_BYTES = 16_777_216;

/**
 * Starts a simulated provider: an HTTP server that implements the API of every provider with an adapter, each at its own
 * paths. It paces answers according to a {@link Profile}, injects the faults in a model name, and records when it sent
 * each token. OpenAI's realtime API is served over WebSockets.
 *
 * `GET /v1/models` lists the profiles, `GET /_sim/requests` and `/_sim/requests/<x-request-id>` return the records of
 * the latest 2,000 requests. API keys are neither checked nor stored. To measure a client in the same process, use
 * {@link startSimulatorThread}.
 *
 * @throws {Error} When the port is in use or forbidden, with the system's `code`.
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
  const { port, host = "127.0.0.1", seed = 1, clock = preciseClock(), rules } = options;
  const provider = simulation({ clock, seed, rules, onRecord: truthWriter(options) });
  const server = createServer((request, response) => {
    const receivedAt = clock.now();
    // Also sends the first packet on a keep-alive connection without delay.
    request.socket.setNoDelay(true);
    const sink = httpSink(response);
    readBody(request).then(
      (body) => provider.answer(callOf(request, body), sink, receivedAt),
      () => {
        response.writeHead(413, { "content-type": "application/json" });
        response.end(JSON.stringify({ error: { message: TOO_LARGE } }));
      },
    );
  });
  const closeWebSockets = acceptWebSockets(server, MAX_BODY_BYTES, (request, sink) =>
    provider.converse(callOf(request, ""), sink),
  );
  const { port: actualPort, close } = await listen(server, port, host);
  return {
    url: `http://${host.includes(":") ? `[${host}]` : host}:${actualPort}/v1`,
    close() {
      const closed = close();
      closeWebSockets();
      return closed;
    },
  };
}

function truthWriter({ truthFile, onTruthLost }: SimulatorOptions): (record: TruthRecord) => void {
  let isLost = false;
  return (record) => {
    if (truthFile === undefined || isLost) return;
    try {
      appendFileSync(truthFile, `${JSON.stringify(record)}\n`);
    } catch (error) {
      isLost = true;
      onTruthLost?.(error);
    }
  };
}

const TOO_LARGE = `Cannot answer as the body must be at most ${MAX_BODY_BYTES} bytes: current value is more`;

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

/** @throws {Error} When the body is too large, or the client disconnects before its end. */
async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    sizeBytes += bytes.length;
    if (sizeBytes > MAX_BODY_BYTES) throw new RangeError(TOO_LARGE);
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString("utf8");
}
