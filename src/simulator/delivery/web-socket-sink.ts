import type { WebSocket } from "ws";

import type { Sink } from "./sink.ts";

/** Bytes buffered before the sink is full, as for a Node stream. */
const MAX_BUFFERED_BYTES = 16_384;

/** A sink for a WebSocket: each write is one text message. It ignores `head`. */
export function webSocketSink(socket: WebSocket): Sink {
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
