import type { IncomingMessage, Server } from "node:http";

import { type WebSocket, WebSocketServer } from "ws";

import type { Sink } from "./sink.ts";

const POLICY_VIOLATION = 1008;

/**
 * Accepts WebSocket connections on an HTTP server.
 *
 * @param open Returns a handler of client messages; `undefined` if the endpoint does not exist.
 * @returns Closes all of them at once.
 */
export function acceptWebSockets(
  server: Server,
  maxMessageBytes: number,
  open: (request: IncomingMessage, connection: Sink) => ((message: string) => void) | undefined,
): () => void {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: maxMessageBytes });

  server.on("upgrade", (request, stream, head) => {
    sockets.handleUpgrade(request, stream, head, (socket) => {
      const receive = open(request, webSocketSink(socket));
      if (receive === undefined) {
        socket.close(POLICY_VIOLATION, "Cannot connect as there is no such endpoint");
        return;
      }
      // By default, `ws` passes a Buffer.
      socket.on("message", (data) => receive(Buffer.isBuffer(data) ? data.toString("utf8") : ""));
    });
  });
  return () => {
    for (const socket of sockets.clients) socket.terminate();
  };
}

/** Bytes buffered before the sink is full, as for a Node stream. */
const MAX_BUFFERED_BYTES = 16_384;

/** A sink for a WebSocket: each write is one text message. It ignores `head`. */
function webSocketSink(socket: WebSocket): Sink {
  // Writing to a disconnected client fails; `close` follows.
  socket.on("error", () => undefined);
  const isOpen = () => socket.readyState === socket.OPEN;

  function onDrained(callback: () => void): void {
    // A ping is the smallest message that can be queued after earlier writes.
    if (isOpen()) socket.ping(undefined, undefined, () => callback());
  }

  return {
    head: () => undefined,
    flush: () => undefined,
    write(frame) {
      if (isOpen()) socket.send(frame, { binary: false });
      return socket.bufferedAmount < MAX_BUFFERED_BYTES;
    },
    isBacklogged: () => socket.bufferedAmount > 0,
    onDrained,
    writable: () => new Promise((resolve) => onDrained(resolve)),
    end: () => socket.close(1000),
    cut(how) {
      if (how === "clean") socket.close(1000);
      else socket.terminate();
    },
    onDisconnect(callback) {
      socket.on("close", callback);
    },
  };
}
