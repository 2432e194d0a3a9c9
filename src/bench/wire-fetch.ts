import { Agent as PlainAgent, type IncomingMessage, request as plainRequest } from "node:http";
import { Agent as SecureAgent, request as secureRequest } from "node:https";
import type { Readable } from "node:stream";

/** Connections are kept: a benchmark measures answers, not handshakes. */
const OPTIONS = { keepAlive: true, noDelay: true, maxSockets: Infinity };

/**
 * A `fetch` for measuring: the platform's own HTTP client without the layers that fetch puts on top, which
 * cost about a millisecond an answer and 15 µs an event. For requests with a text body, as SDKs make
 * them.
 *
 * @throws {TypeError} From the promise, when the server cannot be reached; the reason is its `cause`.
 */
export function wireFetch(): typeof globalThis.fetch {
  const plainAgent = new PlainAgent(OPTIONS);
  const secureAgent = new SecureAgent(OPTIONS);

  return (input, init) =>
    new Promise((resolve, reject) => {
      const url = new URL(input instanceof Request ? input.url : input);
      const send = url.protocol === "https:" ? secureRequest : plainRequest;
      const body = typeof init?.body === "string" ? init.body : "";
      const request = send(url, {
        agent: url.protocol === "https:" ? secureAgent : plainAgent,
        ...head(init, body),
      });
      request.on("error", (cause) => reject(new TypeError("fetch failed", { cause })));
      request.on("response", (response) => resolve(responseOf(response)));
      // One write for head and body, and so one packet.
      request.end(body);
    });
}

function head(init: RequestInit | undefined, body: string) {
  return {
    method: init?.method ?? "GET",
    headers: {
      ...Object.fromEntries(new Headers(init?.headers)),
      "content-length": String(Buffer.byteLength(body)),
    },
    ...(init?.signal ? { signal: init.signal } : {}),
  };
}

function responseOf(response: IncomingMessage): Response {
  const headers = new Headers();
  for (const [name, value] of Object.entries(response.headers)) {
    for (const one of Array.isArray(value) ? value : [value ?? ""]) headers.append(name, one);
  }
  return new Response(bodyOf(response), { status: response.statusCode ?? 0, headers });
}

/** The body read by read: a stream of bytes whose every chunk is one read of the socket. */
function bodyOf(response: Readable): ReadableStream<Uint8Array> {
  // A response that is given up may still say that it has ended.
  let wanted = true;
  return new ReadableStream<Uint8Array>({
    start(controller) {
      const whileWanted = (act: () => void) => {
        if (wanted) act();
      };
      response.on("data", (chunk: Uint8Array) => {
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
