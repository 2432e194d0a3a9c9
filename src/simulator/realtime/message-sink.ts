import type { Frame } from "../dialects/dialect.ts";
import type { Sink } from "../delivery/sink.ts";
import { bytesOf } from "../dialects/frames.ts";

/** One answer's part of a connection that stays. */
export interface MessageSink extends Sink {
  /** The reader of the whole connection has left. */
  leave(): void;
}

/**
 * Where an answer goes that shares its connection with others: each line of it is one message, and its end is
 * not the connection's. Faults that cut packets up do not show, as a WebSocket puts messages together again.
 *
 * @param connection Takes one message a write.
 * @param onEnd Is called once, however the answer ends.
 */
export function messageSink(connection: Sink, onEnd: () => void): MessageSink {
  const decoder = new TextDecoder();
  let held = "";
  let left: (() => void) | undefined;

  function flush(): void {
    if (held !== "") connection.write(held);
    held = "";
  }

  return {
    head: () => undefined,
    flush: () => undefined,
    write(frame: Frame) {
      held += decoder.decode(bytesOf(frame), { stream: true });
      const lines = held.split("\n");
      held = lines.pop() ?? "";
      return lines.map((line) => connection.write(line)).every(Boolean);
    },
    isBacklogged: () => connection.isBacklogged(),
    onDrained: (callback) => connection.onDrained(callback),
    writable: () => connection.writable(),
    end() {
      flush();
      onEnd();
    },
    cut(how) {
      onEnd();
      if (how !== "clean") connection.cut(how);
    },
    onDisconnect(callback) {
      left = callback;
    },
    leave: () => left?.(),
  };
}
