import { type Clock, instantAfter } from "../../src/clock/index.ts";
import type { StreamEvent, StreamEventBody } from "../../src/events/index.ts";

/** One delta of a made-up answer, and how long after the one before it comes. */
export interface TimedDelta {
  readonly text: string;
  readonly gapMs: number;
}

/** A stream by a clock: start, deltas after their gaps, end. */
export async function* timedStream(
  clock: Clock,
  deltas: readonly TimedDelta[],
): AsyncGenerator<StreamEvent, void, undefined> {
  let seq = 0;
  const event = (body: StreamEventBody): StreamEvent => ({ ...body, at: clock.now(), seq: seq++ });
  yield event({ type: "text-start", block: "text" });
  for (const { text, gapMs } of deltas) {
    await passed(clock, gapMs);
    yield event({ type: "text-delta", block: "text", text });
  }
  yield event({ type: "text-end", block: "text" });
  yield event({ type: "stream-end", reason: { kind: "stop", raw: "stop" } });
}

/** Settles `ms` from now; at once for 0. */
export function passed(clock: Clock, ms: number): Promise<void> {
  if (ms === 0) return Promise.resolve();
  return new Promise((resolve) => {
    clock.callAt(instantAfter(clock.now(), ms), resolve);
  });
}

/** All of an iterable. */
export async function listOf<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}
