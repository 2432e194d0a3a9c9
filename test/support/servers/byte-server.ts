import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { onTestFinished } from "vitest";

/** Answers one request. */
export type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** A real HTTP server on loopback with the answers of the test, until the test has finished. */
export interface ByteServer {
  /** The base URL of the API, including `/v1`. */
  readonly url: string;
  /** Settles when the client of request number `index` (from 0) has left or has its whole answer. */
  closed(index: number): Promise<void>;
  readonly requests: number;
  readonly connections: number;
  /** The body of the latest request, parsed from JSON, and its URL. */
  readonly latest: {
    readonly body: unknown;
    readonly path: string;
    readonly headers: IncomingMessage["headers"];
  };
}

/** Starts a server that sends the `n`-th answer to the `n`-th request, and the last one to all further requests. */
export async function byteServer(...answers: readonly Answer[]): Promise<ByteServer> {
  const closings: PromiseWithResolvers<void>[] = [];
  const closing = (index: number) => (closings[index] ??= Promise.withResolvers<void>());
  let requests = 0;
  let connections = 0;
  let latest: ByteServer["latest"] = { body: undefined, path: "", headers: {} };

  const server = createServer((request, response) => {
    const index = requests++;
    response.on("close", () => closing(index).resolve());
    const chunks: Buffer[] = [];
    request.on("data", (bytes: Buffer) => chunks.push(bytes));
    request.on("end", () => {
      const text = Buffer.concat(chunks).toString();
      const body: unknown = text === "" ? undefined : JSON.parse(text);
      latest = { body, path: request.url ?? "", headers: request.headers };
      answers[Math.min(index, answers.length - 1)]?.(request, response);
    });
  });
  server.on("connection", () => connections++);
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });

  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server has no port");
  return {
    url: `http://127.0.0.1:${address.port}/v1`,
    closed: (index) => closing(index).promise,
    get requests() {
      return requests;
    },
    get connections() {
      return connections;
    },
    get latest() {
      return latest;
    },
  };
}

/** A part of a body. Strings are sent as UTF-8. */
export type Chunk = string | Uint8Array;

/** Answers with an event stream in these chunks, and ends cleanly. */
export const sends = (...chunks: readonly Chunk[]): Answer => sendsAs(EVENT_STREAM, ...chunks);

const EVENT_STREAM = "text/event-stream";

/** The same with another content type. */
export const sendsAs =
  (contentType: string, ...chunks: readonly Chunk[]): Answer =>
  (_request, response) => {
    start(response, contentType);
    for (const part of chunks) response.write(part);
    response.end();
  };

/** Answers byte by byte, each in a separate turn, so that each is a separate read. */
export const sendsByteByByte =
  (contentType: string, ...chunks: readonly Chunk[]): Answer =>
  (_request, response) => {
    start(response, contentType);
    const bytes = bytesOf(chunks);
    const write = (index: number) => {
      if (index === bytes.length) response.end();
      else response.write(bytes.subarray(index, index + 1), () => setImmediate(write, index + 1));
    };
    write(0);
  };

/** Answers with the chunks, then stays silent without ending. */
export const stallsAfter = (...chunks: readonly Chunk[]): Answer =>
  stallsAfterAs(EVENT_STREAM, ...chunks);

/** The same with another content type. */
export const stallsAfterAs =
  (contentType: string, ...chunks: readonly Chunk[]): Answer =>
  (_request, response) => {
    start(response, contentType);
    response.flushHeaders();
    for (const part of chunks) response.write(part);
  };

/** Answers with the chunks and then resets the connection. */
export const resetsAfter = (...chunks: readonly Chunk[]): Answer =>
  resetsAfterAs(EVENT_STREAM, ...chunks);

/** The same with another content type. */
export const resetsAfterAs =
  (contentType: string, ...chunks: readonly Chunk[]): Answer =>
  (_request, response) => {
    start(response, contentType);
    response.write(bytesOf(chunks), () => response.socket?.resetAndDestroy());
  };

export const refuses =
  (status: number, headers: Readonly<Record<string, string>> = {}, message = "no"): Answer =>
  (_request, response) => {
    response.writeHead(status, { "content-type": "application/json", ...headers });
    response.end(JSON.stringify({ error: { message, type: "test" } }));
  };

function start(response: ServerResponse, contentType = EVENT_STREAM): void {
  response.writeHead(200, { "content-type": contentType, "x-request-id": "req-1" });
}

function bytesOf(chunks: readonly Chunk[]): Buffer {
  return Buffer.concat(chunks.map((part) => Buffer.from(part)));
}

/** One chunk of OpenAI's chat stream. */
export function chunk(delta: unknown, rest: { finish?: string; usage?: unknown } = {}): string {
  const choices = [{ index: 0, delta, finish_reason: rest.finish ?? null }];
  return `data: ${JSON.stringify({ id: "c1", model: "m-1", choices, usage: rest.usage ?? null })}\n\n`;
}

/** An answer in chunks: role, one for each text, finish reason, usage, `[DONE]`. */
export function chatFrames(...texts: readonly string[]): string[] {
  const usage = { prompt_tokens: 3, completion_tokens: texts.length };
  return [
    chunk({ role: "assistant", content: "" }),
    ...texts.map((content) => chunk({ content })),
    chunk({}, { finish: "stop" }),
    `data: ${JSON.stringify({ id: "c1", model: "m-1", choices: [], usage })}\n\n`,
    "data: [DONE]\n\n",
  ];
}
