import type { ServerResponse } from "node:http";
import type { Socket } from "node:net";

import type { Frame } from "../dialects/dialect.ts";
import type { Sink } from "./sink.ts";

export function httpSink(response: ServerResponse): Sink {
  // Writing to a disconnected client fails; `close` follows.
  response.on("error", () => undefined);
  let isChunked = false;
  let isBegun = false;
  let hasWritten = false;

  /** Sends the writes of a turn after its first, which were held to share a packet. */
  function release(): void {
    hasWritten = false;
    const { socket } = response;
    if (socket === null) return;
    while (socket.writableCorked > 0) socket.uncork();
  }

  function gather(socket: Socket): void {
    if (hasWritten && socket.writableCorked === 0) {
      socket.cork();
      process.nextTick(release);
    }
    hasWritten = true;
  }

  return {
    head(status, headers) {
      // Each token is a small packet: Nagle's algorithm would hold it until the one before is acknowledged.
      response.socket?.setNoDelay(true);
      const { httpVersion, method } = response.req;
      // If Node would not use chunked encoding, or sends no body, leave the body to Node.
      isChunked = httpVersion === "1.1" && method !== "HEAD" && !("content-length" in headers);
      response.writeHead(
        status,
        isChunked ? { ...headers, "transfer-encoding": "chunked" } : headers,
      );
    },
    flush: () => response.flushHeaders(),
    write(frame) {
      const { socket } = response;
      // The first write goes with the head. A pipelined response has no socket yet.
      if (!isBegun || !isChunked || socket === null) {
        isBegun = true;
        return response.write(frame);
      }
      gather(socket);
      return writeChunk(socket, frame);
    },
    isBacklogged() {
      release();
      return (response.socket?.writableLength ?? response.writableLength) > 0;
    },
    onDrained(callback) {
      // Queued after earlier writes; sends nothing itself.
      response.socket?.write("", () => callback());
      release();
    },
    writable: () =>
      new Promise((resolve) => {
        (response.socket ?? response).once("drain", resolve);
      }),
    end: () => response.end(),
    cut(how) {
      const { socket } = response;
      if (how === "clean") response.end();
      else if (how === "fin") socket?.destroySoon();
      else {
        // Flush before resetting: RST discards unsent data.
        socket?.write("", () => socket.resetAndDestroy());
        release();
      }
    },
    onDisconnect(callback) {
      // `close` comes for every response, including finished ones.
      response.on("close", () => {
        if (!response.writableFinished) callback();
      });
    },
  };
}

/**
 * Writes one chunk of a chunked body as one buffer. `response.write` makes three, corks the socket and sends them with
 * `writev`: 16 µs per token with 1,000 sockets, against 10 µs here.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc9112#section-7.1}
 */
function writeChunk(socket: Socket, frame: Frame): boolean {
  const sizeBytes = typeof frame === "string" ? Buffer.byteLength(frame) : frame.length;
  // A chunk of size 0 would end the body.
  if (sizeBytes === 0) return true;
  const size = `${sizeBytes.toString(16)}\r\n`;
  if (typeof frame === "string") {
    return socket.write(`${size}${frame}\r\n`, sizeBytes === frame.length ? "latin1" : "utf8");
  }
  return socket.write(Buffer.concat([Buffer.from(size), frame, LINE_END]));
}

const LINE_END = Buffer.from("\r\n");
