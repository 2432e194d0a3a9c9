import { describe, expect, it } from "vitest";

import { otherPages, type PageChannel } from "../../labextension/src/kernel/other-pages.ts";
import { VirtualClock } from "../../src/clock/index.ts";

/** Pages of one browser: each receives what the others send. */
function pages(...shown: readonly (readonly string[])[]) {
  const clock = new VirtualClock();
  const listeners: ((message: unknown) => void)[] = [];
  const channelOf = (index: number): PageChannel => ({
    send(message) {
      for (const [other, listener] of listeners.entries()) if (other !== index) listener(message);
    },
    onMessage: (listener) => void listeners.push(listener),
  });
  const [first = otherPages(() => false, clock, channelOf(0))] = shown.map((streams, index) =>
    otherPages((stream) => streams.includes(stream), clock, channelOf(index)),
  );
  return { isShownElsewhere: (stream: string) => clock.runUntil(first.isShownElsewhere(stream)) };
}

describe("otherPages()", () => {
  it("finds a stream that another page shows, and not that this one does", async () => {
    const { isShownElsewhere } = pages(["k s1"], ["k s2"], ["k s2", "k s3"]);
    const answers: boolean[] = [];
    for (const stream of ["k s1", "k s2", "k s3", "k s4"]) {
      answers.push(await isShownElsewhere(stream));
    }

    expect(answers).toEqual([false, true, true, false]);
  });
});
