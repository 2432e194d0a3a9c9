import {
  Agent as PlainAgent,
  type ClientRequest,
  type IncomingMessage,
  request as plainRequest,
} from "node:http";
import { Agent as SecureAgent, request as secureRequest } from "node:https";

import { type Clock, type Instant, preciseClock } from "../clock/index.ts";
import { stampArrival } from "../wire/index.ts";

/** Connections are kept: a benchmark measures answers, not handshakes. */
const OPTIONS = { keepAlive: true, noDelay: true, maxSockets: Infinity };

type Fetch = typeof globalThis.fetch;

/** When a request is to leave. */
export interface Departure {
  /** On the clock of this process. Where it is past, the request leaves at once. */
  readonly at: Instant;
  /** Called in the moment in which the request is handed to the socket. */
  onSent(at: Instant): void;
}

/** The platform's own HTTP client, in the two shapes in which a benchmark needs it. */
export interface WireClient {
  /** Sends at once. */
  readonly fetch: Fetch;
  /** Makes the request ready, and sends it when it is due: whatever was built before costs nothing. */
  fetchAt(departure: Departure): Fetch;
}

/**
 * A `fetch` for measuring: the platform's own HTTP client without the layers that fetch puts on top, which
 * cost about a millisecond an answer and 15 µs an event. Every read is stamped in the callback that the
 * socket's bytes come in. For requests whose body is text or bytes, as SDKs make them.
 *
 * @param clock Of this process, and precise: it says when a request leaves.
 * @throws {TypeError} From the promise, when the server cannot be reached; the reason is its `cause`.
 */
export function wireClient(clock: Clock = preciseClock()): WireClient {
  const plainAgent = new PlainAgent(OPTIONS);
  const secureAgent = new SecureAgent(OPTIONS);

  function fetchAt(departure: Departure | undefined): Fetch {
    return (input, init) =>
      new Promise((resolve, reject) => {
        const url = new URL(input instanceof Request ? input.url : input);
        const send = url.protocol === "https:" ? secureRequest : plainRequest;
        const body = bodyIn(init);
        const request = send(url, {
          agent: url.protocol === "https:" ? secureAgent : plainAgent,
          ...head(init, body),
        });
        request.on("error", (cause) => reject(new TypeError("fetch failed", { cause })));
        request.on("response", (response) => {
          const stream = bodyOf(response, clock);
          // What came with the headers is stamped first, and only then the answer is made up.
          queueMicrotask(() => resolve(answerOf(response, stream)));
        });
        depart(request, body, departure);
      });
  }

  function depart(
    request: ClientRequest,
    body: string | Uint8Array,
    departure: Departure | undefined,
  ): void {
    const leave = () => {
      departure?.onSent(clock.now());
      // One write for head and body, and so one packet.
      request.end(body);
    };
    if (departure === undefined || clock.now() >= departure.at) leave();
    else request.once("close", clock.callAt(departure.at, leave));
  }

  return { fetch: fetchAt(undefined), fetchAt };
}

function bodyIn(init: RequestInit | undefined): string | Uint8Array {
  const body = init?.body;
  return typeof body === "string" || body instanceof Uint8Array ? body : "";
}

function head(init: RequestInit | undefined, body: string | Uint8Array) {
  return {
    method: init?.method ?? "GET",
    headers: {
      ...Object.fromEntries(new Headers(init?.headers)),
      "content-length": String(Buffer.byteLength(body)),
    },
    ...(init?.signal ? { signal: init.signal } : {}),
  };
}

function answerOf(response: IncomingMessage, body: ReadableStream<Uint8Array>): Response {
  const headers = new Headers();
  for (const [name, value] of Object.entries(response.headers)) {
    for (const one of Array.isArray(value) ? value : [value ?? ""]) headers.append(name, one);
  }
  return new Response(body, { status: response.statusCode ?? 0, headers });
}

/** The body read by read: a stream of bytes whose every chunk is one read of the socket, stamped. */
function bodyOf(response: IncomingMessage, clock: Clock): ReadableStream<Uint8Array> {
  // A response that is given up may still say that it has ended.
  let wanted = true;
  return new ReadableStream<Uint8Array>({
    start(controller) {
      const whileWanted = (act: () => void) => {
        if (wanted) act();
      };
      response.on("data", (chunk: Uint8Array) => {
        stampArrival(chunk, clock.now());
        whileWanted(() => {
          controller.enqueue(chunk);
          if ((controller.desiredSize ?? 1) <= 0) response.pause();
        });
      });
      response.on("end", () => whileWanted(() => controller.close()));
      response.on("error", (error) => whileWanted(() => controller.error(error)));
    },
    pull() {
      response.resume();
    },
    cancel() {
      wanted = false;
      response.destroy();
    },
  });
}
