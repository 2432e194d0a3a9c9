import type { Sink } from "./sink.ts";

/** Answers with a JSON value. */
export function json(sink: Sink, status: number, body: unknown): void {
  sink.head(status, { "content-type": "application/json" });
  sink.write(JSON.stringify(body));
  sink.end();
}
