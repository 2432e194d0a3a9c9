import type { IncomingMessage, Server } from "node:http";

import { type WebSocket, WebSocketServer } from "ws";

import type { Sink } from "./sink.ts";
import { webSocketSink } from "./web-socket-sink.ts";

/** Options of {@link acceptWebSockets}. */
export interface WebSocketOptions {
  readonly maxMessageBytes: number;
  /** @returns Handles one client message; `undefined` if the endpoint does not exist. */
  open(request: IncomingMessage, connection: Sink): ((message: string) => void) | undefined;
}

/** Close code for a request that the server rejects. */
const POLICY_VIOLATION = 1008;

/**
 * Accepts WebSocket connections on an HTTP server.
 *
 * @returns Closes all of them at once.
 */
export function acceptWebSockets(
  server: Server,
  { maxMessageBytes, open }: WebSocketOptions,
): () => void {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: maxMessageBytes });

  function begin(socket: WebSocket, request: IncomingMessage): void {
    const receive = open(request, webSocketSink(socket));
    if (receive === undefined) {
      socket.close(POLICY_VIOLATION, "Cannot connect as there is no such endpoint");
      return;
    }
    // By default, `ws` passes a Buffer.
    socket.on("message", (data) => receive(Buffer.isBuffer(data) ? data.toString("utf8") : ""));
  }

  server.on("upgrade", (request, socket, head) => {
    sockets.handleUpgrade(request, socket, head, (opened) => begin(opened, request));
  });
  return () => {
    for (const socket of sockets.clients) socket.terminate();
  };
}
