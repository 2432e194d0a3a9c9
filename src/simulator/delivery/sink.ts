import type { Frame } from "../dialects/dialect.ts";

/** Where an answer goes: a socket, or a reader in the same process. */
export interface Sink {
  /** Says the status and the headers; they are sent with what is written first, or with `flush`. */
  head(status: number, headers: Readonly<Record<string, string>>): void;
  flush(): void;
  /** Sends in one packet; false when the reader wants a pause, which `writable` ends. */
  write(frame: Frame): boolean;
  /**
   * Hands on what has been written, which until then may wait for more of the same turn, and says whether some
   * of it has not been taken: it waits here for the reader. To be asked when a turn is over.
   */
  isBacklogged(): boolean;
  /** Calls back once, when all that has been written so far has been taken. */
  onDrained(callback: () => void): void;
  /** Settles when the reader takes more. */
  writable(): Promise<void>;
  /** The body is complete. */
  end(): void;
  /**
   * Leaves the reader alone: `clean` ends the body as if it were complete, `fin` closes the connection in
   * the middle of it, `rst` resets it. What was written before is delivered.
   */
  cut(how: "clean" | "fin" | "rst"): void;
  /** Calls back once, if the reader leaves before the end. */
  onDisconnect(callback: () => void): void;
}

/** Sends a complete JSON response. */
export function sendJson(sink: Sink, status: number, body: unknown): void {
  sink.head(status, { "content-type": "application/json" });
  sink.write(JSON.stringify(body));
  sink.end();
}
