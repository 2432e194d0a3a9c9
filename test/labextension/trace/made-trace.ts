import { instant } from "../../../src/clock/index.ts";
import { type StreamEventBody, type Trace, traceRecorder } from "../../../src/events/index.ts";

/** A recorded stream of two reads through a buffer: three deltas of text and a tool call. */
export function madeTrace(): Trace {
  const recorder = traceRecorder({ id: "made", scheduledAt: instant(0) });
  let seq = 0;
  const add = (atMs: number, read: number, body: StreamEventBody) =>
    recorder.event({ ...body, at: instant(atMs), seq: seq++ }, read);
  recorder.sent(instant(2));
  recorder.headers(instant(80));
  const first = recorder.read(instant(100), 64);
  add(100, first, {
    type: "stream-start",
    provider: "simulator",
    model: "made-model",
    attempt: 1,
    requestId: undefined,
  });
  add(100, first, { type: "text-start", block: "0" });
  add(100, first, { type: "text-delta", block: "0", text: "Hello " });
  add(100, first, { type: "text-delta", block: "0", text: "world" });
  recorder.flush(instant(110), 11);
  const second = recorder.read(instant(150.5), 128);
  add(150.5, second, { type: "text-delta", block: "0", text: "\n!" });
  add(150.5, second, { type: "text-end", block: "0" });
  recorder.flush(instant(160), 2);
  add(170, second, { type: "tool-call-start", id: "t", name: "look" });
  add(170, second, { type: "tool-call-delta", id: "t", text: '{"a":1}' });
  add(170, second, {
    type: "tool-call-end",
    id: "t",
    name: "look",
    text: '{"a":1}',
    input: { a: 1 },
  });
  add(171, second, {
    type: "usage",
    inputTokens: { total: 3, cached: undefined },
    outputTokens: { total: 4, reasoning: undefined },
    source: "provider",
  });
  add(172, second, { type: "stream-end", reason: { kind: "tool-calls", raw: "tool_calls" } });
  return recorder.trace();
}
