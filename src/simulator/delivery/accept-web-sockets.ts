import type { IncomingMessage, Server } from "node:http";

import { type WebSocket, WebSocketServer } from "ws";

import type { Sink } from "./sink.ts";
import { webSocketSink } from "./web-socket-sink.ts";

/** What is done with those who want a connection that stays. */
export interface WebSocketOptions {
  readonly maxMessageBytes: number;
  /** @returns Takes one message of the client's; `undefined` where there is nothing to talk to. */
  open(request: IncomingMessage, connection: Sink): ((message: string) => void) | undefined;
}

/** The WebSocket protocol's word for a request that cannot be followed. */
const POLICY_VIOLATION = 1008;

/**
 * Lets the clients of a server open WebSockets.
 *
 * @returns What closes all of them at once.
 */
export function acceptWebSockets(
  server: Server,
  { maxMessageBytes, open }: WebSocketOptions,
): () => void {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: maxMessageBytes });

  function begin(socket: WebSocket, request: IncomingMessage): void {
    const receive = open(request, webSocketSink(socket));
    if (receive === undefined) {
      socket.close(POLICY_VIOLATION, "Cannot talk as there is no such endpoint");
      return;
    }
    // A buffer is what `ws` gives where nothing else is asked for.
    socket.on("message", (data) => receive(Buffer.isBuffer(data) ? data.toString("utf8") : ""));
  }

  server.on("upgrade", (request, socket, head) => {
    sockets.handleUpgrade(request, socket, head, (opened) => begin(opened, request));
  });
  return () => {
    for (const socket of sockets.clients) socket.terminate();
  };
}
