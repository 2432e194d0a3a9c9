import type { Frame } from "../dialects/dialect.ts";
import type { Sink } from "../delivery/sink.ts";
import { bytesOf } from "../dialects/frames.ts";

/** The sink of one answer on a connection that outlives it. */
export interface MessageSink extends Sink {
  disconnect(): void;
}

/**
 * Sends an answer over a shared connection: each line is one message, and the end of the answer does not close the
 * connection. Faults that split packets have no effect, as a WebSocket reassembles messages.
 *
 * @param connection Sends one message per write.
 * @param onEnd Called once when the answer ends in any way.
 */
export function messageSink(connection: Sink, onEnd: () => void): MessageSink {
  const decoder = new TextDecoder();
  let held = "";
  let onDisconnect: (() => void) | undefined;

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
      if (held !== "") connection.write(held);
      onEnd();
    },
    cut(how) {
      onEnd();
      if (how !== "clean") connection.cut(how);
    },
    onDisconnect(callback) {
      onDisconnect = callback;
    },
    disconnect: () => onDisconnect?.(),
  };
}
