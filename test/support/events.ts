import { type Clock, instantAfter } from "../../src/clock/index.ts";
import type { StreamEvent, StreamEventBody } from "../../src/events/index.ts";

/** One delta of a synthetic answer, and its delay after the previous one. */
export interface TimedDelta {
  readonly text: string;
  readonly gapMs: number;
}

/** A stream on a clock: start, deltas after their gaps, end. */
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

/** Resolves after `ms`; immediately for 0. */
export function passed(clock: Clock, ms: number): Promise<void> {
  if (ms === 0) return Promise.resolve();
  return new Promise((resolve) => {
    clock.callAt(instantAfter(clock.now(), ms), resolve);
  });
}

export async function listOf<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}
