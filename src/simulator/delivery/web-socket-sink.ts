import type { WebSocket } from "ws";

import type { Sink } from "./sink.ts";

/** So much may wait for a slow reader before its writer pauses, as for a stream of Node's. */
const HELD_BYTES = 16_384;

/** A sink that is a WebSocket: what is written at once is one message of text. It has no head. */
export function webSocketSink(socket: WebSocket): Sink {
  // A write to a client that has left: `close` follows.
  socket.on("error", () => undefined);
  const isOpen = () => socket.readyState === socket.OPEN;

  function whenTaken(callback: () => void): void {
    // A ping is the smallest thing that stands behind what was written.
    if (isOpen()) socket.ping(undefined, undefined, () => callback());
  }

  return {
    head: () => undefined,
    flush: () => undefined,
    write(frame) {
      if (isOpen()) socket.send(frame, { binary: false });
      return socket.bufferedAmount < HELD_BYTES;
    },
    isBacklogged: () => socket.bufferedAmount > 0,
    onDrained: whenTaken,
    writable: () => new Promise((resolve) => whenTaken(resolve)),
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
