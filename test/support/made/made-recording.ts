import { type Instant, instant } from "../../../src/clock/index.ts";
import type { RecordedEnd, Recording } from "../../../src/providers/index.ts";

/** A synthetic recording of an event stream, with the times of its reads in milliseconds after the request. */
export function madeRecording(
  reads: readonly (readonly [atMs: number, read: string | Uint8Array])[],
  end: RecordedEnd["kind"] = "complete",
): Recording {
  const at = instant(1_000 + Math.max(0, ...reads.map(([atMs]) => atMs)));
  return {
    provider: "openai-chat",
    model: "m",
    attempt: 1,
    request: { method: "POST", url: "http://h/v1", headers: {}, body: undefined },
    status: 200,
    headers: { "content-type": "text/event-stream", "x-request-id": "req-1" },
    sentAt: instant(1_000),
    headersAt: instant(1_000 + (reads[0]?.[0] ?? 0) / 2),
    reads: reads.map(([atMs, read]) => ({ at: instant(1_000 + atMs), bytes: Buffer.from(read) })),
    end: endOf(end, at),
  };
}

function endOf(kind: RecordedEnd["kind"], at: Instant): RecordedEnd {
  switch (kind) {
    case "complete":
    case "left":
      return { kind, at };
    case "broken":
      return { kind, at, cause: "reset" };
    case "too-large":
      return { kind, at, limitBytes: 9 };
  }
}
