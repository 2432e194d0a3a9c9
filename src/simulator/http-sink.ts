import type { ServerResponse } from "node:http";

import type { Sink } from "./sink.ts";

/** A sink that is a response of Node's HTTP server. */
export function httpSink(response: ServerResponse): Sink {
  // A write to a client that has left: `close` follows.
  response.on("error", () => undefined);

  return {
    head(status, headers) {
      // One small packet a token: Nagle's algorithm would hold each back for the one before.
      response.socket?.setNoDelay(true);
      response.writeHead(status, headers);
    },
    flush: () => response.flushHeaders(),
    write: (frame) => response.write(frame),
    isHeld() {
      // Node holds all that a turn writes until its end, to send it at once: that is no reader's doing.
      response.socket?.uncork();
      return (response.socket?.writableLength ?? response.writableLength) > 0;
    },
    // Behind what was written; it sends nothing itself.
    onTaken: (callback) => void response.socket?.write("", () => callback()),
    drained: () =>
      new Promise((resolve) => {
        response.once("drain", resolve);
      }),
    end: () => response.end(),
    cut(how) {
      const { socket } = response;
      if (how === "clean") response.end();
      else if (how === "fin") socket?.destroySoon();
      // After what was written has left: a reset drops what is still here.
      else socket?.write("", () => socket.resetAndDestroy());
    },
    onLeft(callback) {
      // `close` comes for every response; only one that was not finished was left.
      response.on("close", () => {
        if (!response.writableFinished) callback();
      });
    },
  };
}
