import { appendFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";

import { type Clock, type Instant, preciseClock } from "../clock/index.ts";
import { isStreamError } from "../events/index.ts";
import { parseJson } from "../wire/index.ts";
import { answerChat, type Answering, refuse } from "./answer-chat.ts";
import { readChatCall } from "./dialects/openai-chat.ts";
import { profiles } from "./profile.ts";
import { simulateAnswer } from "./simulate-answer.ts";
import { SimulationError } from "./simulation-error.ts";
import { type TruthLog, truthLog } from "./truth-log.ts";

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
  readonly truthFile?: string;
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
 * Starts a provider that behaves: a real HTTP server that speaks OpenAI's chat wire, paces its answers
 * as a {@link Profile} says, misbehaves when a model's name asks for it, and tells when it sent what.
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
  const { port = 0, host = "127.0.0.1", seed = 1, clock = preciseClock(), truthFile } = options;
  const log = truthLog(clock, (record) => {
    if (truthFile !== undefined) appendFileSync(truthFile, `${JSON.stringify(record)}\n`);
  });
  const refusals = new Map<string, number>();
  const context: Context = { clock, seed, log, refusals, requests: 0 };

  const server = createServer((request, response) => {
    const receivedAt = clock.now();
    // Keep-alive connections get their first packet at once too.
    request.socket.setNoDelay(true);
    void route({ request, response, receivedAt }, context);
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
        server.closeAllConnections();
      }),
  };
}

interface Context {
  readonly clock: Clock;
  readonly seed: number;
  readonly log: TruthLog;
  /** How often each model name has been refused so far. */
  readonly refusals: Map<string, number>;
  requests: number;
}

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly receivedAt: Instant;
}

async function route(exchange: Exchange, context: Context): Promise<void> {
  const { request, response } = exchange;
  const { pathname } = new URL(request.url ?? "/", "http://simulator");
  const call = `${request.method} ${pathname}`;
  if (call === "POST /v1/chat/completions") await chat(exchange, context);
  else if (call === "GET /v1/models") {
    json(response, 200, {
      object: "list",
      data: profiles.map(({ id }) => ({ id, object: "model", created: 0, owned_by: "millrace" })),
    });
  } else if (call === "GET /_sim/health") json(response, 200, { ok: true });
  else if (call === "GET /_sim/requests") json(response, 200, context.log.latest());
  else if (call.startsWith("GET /_sim/requests/")) {
    const record = context.log.find(pathname.slice("/_sim/requests/".length));
    json(response, record === undefined ? 404 : 200, record ?? { error: "no such request" });
  } else {
    const message = `Cannot answer as there is no such endpoint: current value is "${call}"`;
    json(response, 404, { error: { message, type: "invalid_request_error" } });
  }
}

async function chat({ request, response, receivedAt }: Exchange, context: Context): Promise<void> {
  const { clock, seed, log, refusals } = context;
  const number = ++context.requests;
  const id = `sim-${number}-${Math.round(receivedAt * 1000).toString(36)}`;
  let model = "";
  let answering: Answering | undefined;
  try {
    const body = parseJson(await bodyOf(request));
    const call = readChatCall(body, `${seed}:${number}`);
    ({ model } = call.request);
    answering = { clock, receivedAt, response, truth: log.begin(id, model, receivedAt) };
    const answer = simulateAnswer(call.request);
    const refusal = answer.scenario.faults.find((fault) => fault.kind === "status");
    const refused = refusals.get(model) ?? 0;
    if (refusal !== undefined && refused < refusal.times) {
      refusals.set(model, refused + 1);
      refuse(answering, refusal, `Refused on request, ${refused + 1} of ${refusal.times} times`);
      return;
    }
    answerChat(call, answer, answering);
  } catch (error) {
    answering ??= { clock, receivedAt, response, truth: log.begin(id, model, receivedAt) };
    const known = error instanceof SimulationError || isStreamError(error);
    const message = error instanceof Error ? error.message : String(error);
    refuse(answering, { code: known ? 400 : 500 }, message);
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    sizeBytes += bytes.length;
    if (sizeBytes > LARGEST_BODY_BYTES) {
      throw new SimulationError(
        `Cannot answer as the body must be at most ${LARGEST_BODY_BYTES} bytes: current value is more`,
      );
    }
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify(body));
}
