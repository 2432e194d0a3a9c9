import type { Frame } from "../dialects/dialect.ts";

/** Destination of an answer: a socket, or a reader in the same process. */
export interface Sink {
  /** Sets the status and headers; they are sent with the first write, or by `flush`. */
  head(status: number, headers: Readonly<Record<string, string>>): void;
  flush(): void;
  /** Sends one packet; returns false if the sink is full, until `writable` resolves. */
  write(frame: Frame): boolean;
  /**
   * Flushes writes, which may wait for more of the same turn, and returns whether some of them still wait for the
   * reader. Called at the end of a turn.
   */
  isBacklogged(): boolean;
  /** Calls back once, when the reader has taken everything written so far. */
  onDrained(callback: () => void): void;
  /** Resolves when the sink accepts more. */
  writable(): Promise<void>;
  end(): void;
  /**
   * Breaks the answer off: `clean` ends the body as if it were complete, `fin` closes the connection in the middle of
   * it, `rst` resets the connection. Earlier writes are delivered.
   */
  cut(how: "clean" | "fin" | "rst"): void;
  /** Calls back once if the reader disconnects before the end. */
  onDisconnect(callback: () => void): void;
}

export function sendJson(sink: Sink, status: number, body: unknown): void {
  sink.head(status, { "content-type": "application/json" });
  sink.write(JSON.stringify(body));
  sink.end();
}
