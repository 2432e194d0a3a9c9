import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { VirtualClock } from "../../src/clock/index.ts";
import { answerCollector, type Collector, type StreamEventBody } from "../../src/events/index.ts";
import { kernelSession } from "../../src/notebook/kernel-session.ts";
import { readCommMessage, streamReceiver } from "../../src/protocols/index.ts";
import { seededRandom } from "../../src/stats/index.ts";
import { fakeHost } from "../support/fake-host.ts";

const block = fc.constantFrom("0", "1");
const text = fc.constantFrom("", "a", "Hello", "👩‍👩‍👧", "\n\n");

const body: fc.Arbitrary<StreamEventBody> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ type: fc.constant("text-delta"), block, text }) },
  { weight: 4, arbitrary: fc.record({ type: fc.constant("reasoning-delta"), block, text }) },
  fc.record({
    type: fc.constantFrom("text-start", "text-end", "reasoning-start", "reasoning-end"),
    block,
  }),
  fc.record({ type: fc.constant("block-reset"), block }),
  fc.record({ type: fc.constant("tool-call-start"), id: block, name: fc.constant("f") }),
  { weight: 2, arbitrary: fc.record({ type: fc.constant("tool-call-delta"), id: block, text }) },
  fc.constant<StreamEventBody>({
    type: "audio-delta",
    format: "audio/wav",
    bytes: new Uint8Array(2),
  }),
  fc.constant<StreamEventBody>({
    type: "attempt-failed",
    attempt: 1,
    failure: { code: "empty-answer" },
    next: { kind: "retry", inMs: 5 },
  }),
  fc.constant<StreamEventBody>({
    type: "stream-start",
    provider: "p",
    model: "m",
    attempt: 1,
    requestId: undefined,
  }),
);

/** Events of two streams, each after a pause. */
const steps = fc.array(
  fc.record({
    stream: fc.constantFrom(0, 1),
    event: body,
    gapMs: fc.constantFrom(0, 1, 10, 40, 3_000),
  }),
  { maxLength: 40 },
);

const FEED = {
  prompt: "Why?",
  canRetry: true,
  stop: () => undefined,
  pause: () => undefined,
  resume: () => undefined,
  retry: () => undefined,
};

function kernelWithTwo() {
  const clock = new VirtualClock();
  const host = fakeHost();
  const session = kernelSession(host, { clock, random: seededRandom(1) });
  const feed = { ...FEED, startedAt: clock.now() };
  const shown = session.open({ streams: [{ feed }, { feed }], bundle: () => ({}) });
  const flush = () => session.control({ v: 1, id: "c", action: "view", stream: undefined });
  const sent = (from: number) =>
    host.messages
      .slice(from)
      .flatMap((message) => readCommMessage(JSON.parse(JSON.stringify(message))) ?? []);
  return { clock, host, session, shown, flush, sent };
}

function answerOf(collector: Collector | undefined) {
  const { text: all, reasoning } = collector?.collected() ?? {};
  return { text: all, reasoning };
}

describe("a viewer", { timeout: 60_000 }, () => {
  it("has the kernel's documents, and the collector's answer, at every moment", async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (list) => {
        const { clock, host, session, shown, flush, sent } = kernelWithTwo();
        const collectors = shown.map(() => answerCollector());
        const viewer = streamReceiver();
        for (const message of sent(0)) viewer.receive(message);
        let received = host.messages.length;
        for (const [seq, { stream, event, gapMs }] of list.entries()) {
          await clock.advanceBy(gapMs);
          shown[stream]?.add({ ...event, at: clock.now(), seq });
          collectors[stream]?.add(event);
          flush();
          for (const message of sent(received)) expect(viewer.receive(message).lost).toBe(false);
          received = host.messages.length;
        }
        session.control({ v: 1, id: "c", action: "open", stream: undefined });
        const reloaded = streamReceiver();
        for (const message of sent(received)) reloaded.receive(message);
        for (const [index, { id }] of shown.entries()) {
          expect(viewer.stream(id)).toEqual({
            ...reloaded.stream(id),
            seq: viewer.stream(id)?.seq,
          });
          expect(viewer.stream(id)).toMatchObject(answerOf(collectors[index]));
        }
      }),
      { numRuns: 100 },
    );
  });

  it("has them without any flush as well, and after a request if it missed messages", async () => {
    await fc.assert(
      fc.asyncProperty(steps, fc.infiniteStream(fc.boolean()), async (list, losses) => {
        const { clock, host, session, shown, sent } = kernelWithTwo();
        const viewer = streamReceiver();
        let received = 0;
        const receive = (mayLose: boolean) => {
          const arrived = sent(received);
          received = host.messages.length;
          for (const message of arrived) {
            if (mayLose && losses.next().value === true) continue;
            const { lost } = viewer.receive(message);
            if (lost) session.control({ v: 1, id: "c", action: "open", stream: undefined });
          }
        };
        receive(false);
        for (const [seq, { stream, event, gapMs }] of list.entries()) {
          await clock.advanceBy(gapMs);
          shown[stream]?.add({ ...event, at: clock.now(), seq });
          receive(true);
        }
        // A later message shows that others were lost, and the kernel sends all streams again.
        session.control({ v: 1, id: "c", action: "view", stream: undefined });
        receive(false);
        receive(false);
        const reloaded = streamReceiver();
        session.control({ v: 1, id: "c", action: "open", stream: undefined });
        for (const message of sent(received)) reloaded.receive(message);
        for (const { id } of shown) {
          expect(viewer.stream(id)).toEqual({
            ...reloaded.stream(id),
            seq: viewer.stream(id)?.seq,
          });
        }
      }),
      { numRuns: 100 },
    );
  });
});
