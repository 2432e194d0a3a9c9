import {
  Agent as PlainAgent,
  type ClientRequest,
  type IncomingMessage,
  request as plainRequest,
} from "node:http";
import { Agent as SecureAgent, request as secureRequest } from "node:https";
import process from "node:process";

import { type Clock, elapsedMs, type Instant, preciseClock } from "../../clock/index.ts";
import { STALE_WITHIN_MS } from "../../providers/index.ts";
import { stampArrival } from "../../wire/index.ts";
import type { Proxies } from "../store/proxies.ts";

type Fetch = typeof globalThis.fetch;

/** Time at which a request must be sent, and callbacks for its progress. */
export interface Departure {
  /** On this process's clock. An overdue request is sent at once. */
  readonly at: Instant;
  /** Called once, when the request is first handed to a socket. */
  onSent(at: Instant): void;
  /** Called with the response's headers and their arrival time, before the body is read. */
  onHeaders?(url: URL, headers: Headers, at: Instant): void;
  /** Called when the request is sent again because the server had closed its idle connection. */
  onResent?(): void;
}

/** The platform's HTTP client, as a benchmark needs it. */
export interface WireClient {
  /** Sends at once. */
  readonly fetch: Fetch;
  /** Builds the request early and sends it at `departure.at`, so setup time is not measured. */
  fetchAt(departure: Departure): Fetch;
  /** Closes all connections. */
  close(): void;
}

interface Call {
  readonly url: URL;
  readonly init: RequestInit | undefined;
  readonly departure: Departure | undefined;
  resolve(answer: Response): void;
  reject(error: Error): void;
}

/**
 * A `fetch` for measuring: the platform's HTTP client without the layers of fetch, which
 * cost about a millisecond per response and 15 µs per event. Every read is timestamped in the callback that receives the
 * socket's bytes. For requests with a string or bytes as body, as SDKs send them.
 *
 * Connections are reused. A server may close an idle one just as the next request is sent;
 * browsers send such a request again, including POST, and so does this client: once, on a new connection, if no byte of
 * a response arrived and less than a second has passed. A server that closes the connection later may already have run
 * the model. The time of the first attempt is part of the measurement.
 *
 * @param clock Precise clock of this process: it decides when a request is sent.
 * @param proxies Ignored by runtimes without support for proxies.
 * @throws {TypeError} From the promise, when the server cannot be reached; the reason is its `cause`.
 *
 * @see RFC 9112, section 9.3.1, "Retrying Requests".
 */
export function wireClient(clock: Clock = preciseClock(), proxies?: Proxies): WireClient {
  const kept = agents(true, proxies);
  const unkept = agents(false, proxies);

  function send(call: Call, connections: Agents): void {
    const { url, init, departure } = call;
    const isSecure = url.protocol === "https:";
    const body =
      typeof init?.body === "string" || init?.body instanceof Uint8Array ? init.body : "";
    const request = (isSecure ? secureRequest : plainRequest)(url, {
      agent: isSecure ? connections.secure : connections.plain,
      ...head(init, body),
    });
    const isUnanswered = watchForBytes(request, isSecure);
    let isSent = false;
    let sentAt = clock.now();
    let hasAnswered = false;

    /** Whether the connection may have been closed before the request arrived. */
    function isStale(): boolean {
      const isInTime = elapsedMs(sentAt, clock.now()) < STALE_WITHIN_MS;
      return connections === kept && request.reusedSocket && isInTime && isUnanswered();
    }

    request.on("error", (cause) => {
      if (hasAnswered || !isStale() || !isClosedByServer(cause)) {
        call.reject(new TypeError("fetch failed", { cause }));
        return;
      }
      if (isSent) departure?.onResent?.();
      // Only the first send counts.
      const onSent = () => undefined;
      send(isSent && departure ? { ...call, departure: { ...departure, onSent } } : call, unkept);
    });
    request.on("response", (response) => {
      hasAnswered = true;
      const at = clock.now();
      const stream = bodyOf(response, clock);
      // Bytes that arrived with the headers are timestamped before the response is built.
      queueMicrotask(() => {
        const answer = answerOf(response, stream);
        departure?.onHeaders?.(url, answer.headers, at);
        call.resolve(answer);
      });
    });
    depart(request, departure?.at, () => {
      isSent = true;
      sentAt = clock.now();
      departure?.onSent(sentAt);
      // One write for head and body, so that they are one packet.
      request.end(body);
    });
  }

  function depart(request: ClientRequest, at: Instant | undefined, leave: () => void): void {
    if (at === undefined || clock.now() >= at) leave();
    else request.once("close", clock.callAt(at, leave));
  }

  const fetchAt =
    (departure: Departure | undefined): Fetch =>
    (input, init) =>
      new Promise((resolve, reject) => {
        const url = new URL(input instanceof Request ? input.url : input);
        send({ url, init, departure, resolve, reject }, kept);
      });

  return {
    fetch: fetchAt(undefined),
    fetchAt,
    close() {
      for (const { plain, secure } of [kept, unkept]) {
        plain.destroy();
        secure.destroy();
      }
    },
  };
}

type Agents = ReturnType<typeof agents>;

function agents(keepAlive: boolean, proxies: Proxies | undefined) {
  const options = {
    keepAlive,
    proxyEnv: proxies && { ...proxies },
    noDelay: true,
    maxSockets: Infinity,
    // Node's 256 would close most of the connections of a run with 1,000 requests under way, again and again.
    maxFreeSockets: Infinity,
    // Node obeys `Keep-Alive: timeout=5` (it closes the idle connection after 4 s) only if the agent has a timeout, too.
    timeout: LONGEST_TIMEOUT_MS,
  };
  return { plain: new PlainAgent(options), secure: new SecureAgent(options) };
}

/** The longest that Node's timers can wait: 25 days. */
const LONGEST_TIMEOUT_MS = 2 ** 31 - 1;

/**
 * Whether nothing has arrived over a connection since the request was assigned to it. Assumed to be true over TLS, whose
 * own messages count as bytes too, and in Deno, which counts the previous response too late.
 */
function watchForBytes(request: ClientRequest, isSecure: boolean): () => boolean {
  if (isSecure || "deno" in process.versions) return () => true;
  let readBefore: number | undefined;
  request.once("socket", (socket) => {
    readBefore = socket.bytesRead;
  });
  return () => request.socket?.bytesRead === readBefore;
}

/** Whether the server closed the connection; false for aborts and malformed responses. */
function isClosedByServer(error: Error): boolean {
  return "code" in error && ["ECONNRESET", "EPIPE", "ECONNABORTED"].includes(String(error.code));
}

function head(init: RequestInit | undefined, body: string | Uint8Array) {
  return {
    method: init?.method ?? "GET",
    headers: {
      ...Object.fromEntries(new Headers(init?.headers)),
      "content-length": String(Buffer.byteLength(body)),
    },
    signal: init?.signal ?? undefined,
  };
}

function answerOf(response: IncomingMessage, body: ReadableStream<Uint8Array>): Response {
  const headers = new Headers();
  for (const [name, value] of Object.entries(response.headers)) {
    for (const one of Array.isArray(value) ? value : [value ?? ""]) headers.append(name, one);
  }
  return new Response(body, { status: response.statusCode ?? 0, headers });
}

/** The body as a stream: each chunk is one read of the socket, with a timestamp. */
function bodyOf(response: IncomingMessage, clock: Clock): ReadableStream<Uint8Array> {
  // A cancelled response may still emit "end".
  let isOpen = true;
  return new ReadableStream<Uint8Array>({
    start(controller) {
      const whileOpen = (act: () => void) => {
        if (isOpen) act();
      };
      response.on("data", (chunk: Uint8Array) => {
        stampArrival(chunk, clock.now());
        whileOpen(() => {
          controller.enqueue(chunk);
          if ((controller.desiredSize ?? 1) <= 0) response.pause();
        });
      });
      response.on("end", () => whileOpen(() => controller.close()));
      response.on("error", (error) => whileOpen(() => controller.error(error)));
    },
    pull() {
      response.resume();
    },
    cancel() {
      isOpen = false;
      response.destroy();
    },
  });
}
