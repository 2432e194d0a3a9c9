import { describe, expect, it } from "vitest";

import { VirtualClock } from "../../src/clock/index.ts";
import { kernelSession } from "../../src/notebook/kernel-session.ts";
import { recentPart } from "../../src/notebook/live-updates.ts";
import { showIn } from "../../src/notebook/show.ts";
import { seededRandom } from "../../src/stats/index.ts";
import { type TimedDelta, timedStream } from "../support/events.ts";
import { type FakeHost, fakeHost } from "../support/fake-host.ts";
import { madeStream } from "../support/made/made-stream.ts";

const words = (count: number, gapMs: number): TimedDelta[] =>
  Array.from({ length: count }, (_, index) => ({ text: `w${index} `, gapMs }));

async function showing(deltas: readonly TimedDelta[], { hasViewer = false } = {}) {
  const clock = new VirtualClock();
  const host = fakeHost({ hasViewer });
  const session = kernelSession(host, { clock, random: seededRandom(1) });
  const handle = await clock.runUntil(showIn(session, timedStream(clock, deltas)));
  return { clock, host, session, handle };
}

const updatesOf = (host: FakeHost) =>
  host.calls.flatMap((one) => (one.type === "update" ? [one.bundle] : []));

describe("the display of a live stream", () => {
  it("is updated at most three times a second from the first second on, and at the end", async () => {
    const { clock, host, handle } = await showing(words(500, 20));
    await clock.advanceBy(900);
    const early = updatesOf(host).length;
    await clock.advanceBy(3_000);
    const later = updatesOf(host).length;
    await clock.runUntil(handle.done);

    expect(early).toBe(0);
    expect(later).toBeGreaterThan(7);
    expect(later).toBeLessThanOrEqual(10);
    expect(updatesOf(host).at(-1)?.["text/plain"]).toContain("w499");
  });

  it("is never updated before the end if a viewer announced itself before", async () => {
    const { clock, host, handle } = await showing(words(500, 20), { hasViewer: true });
    await clock.runUntil(handle.done);

    expect(updatesOf(host)).toHaveLength(1);
  });

  it("is no longer updated once a viewer announces itself", async () => {
    const { clock, host, session, handle } = await showing(words(500, 20));
    await clock.advanceBy(2_000);
    const before = updatesOf(host).length;
    session.control({ v: 1, id: "c1", action: "view", stream: undefined });
    await clock.advanceBy(3_000);
    const after = updatesOf(host).length;
    await clock.runUntil(handle.done);

    expect(before).toBeGreaterThan(0);
    expect(after).toBe(before);
    expect(updatesOf(host)).toHaveLength(before + 1);
  });

  it("is not updated while nothing arrives", async () => {
    const { clock, host, handle } = await showing([
      ...words(5, 10),
      { text: "end", gapMs: 20_000 },
    ]);
    await clock.advanceBy(15_000);

    expect(updatesOf(host)).toHaveLength(1);
    await clock.runUntil(handle.done);
  });

  it("has a bounded size, however long the answer is", async () => {
    const long = Array.from({ length: 100 }, () => ({ text: "0123456789".repeat(500), gapMs: 50 }));
    const { clock, host, handle } = await showing(long);
    await clock.advanceBy(4_500);
    const sizes = updatesOf(host).map((bundle) => JSON.stringify(bundle).length);
    await clock.runUntil(handle.done);

    expect(Math.max(...sizes)).toBeLessThan(60_000);
  });
});

describe("recentPart()", () => {
  it("leaves a short stream as it is, but for the gaps that are not shown", () => {
    const { text, gaps } = recentPart(madeStream({ text: "Hello", gapsMs: [1, 0] }));

    expect([text, gaps]).toEqual(["Hello", "Cg=="]);
  });

  it("keeps the end of a long text from a line's beginning, and says how much it left out", () => {
    const { text } = recentPart(madeStream({ text: `${"line\n".repeat(10_000)}end` }));

    expect(text).toMatch(
      /^\[\d+ characters are left out while the answer is generated\]\n\nline\n/u,
    );
    expect(text.endsWith("end")).toBe(true);
    expect(text.length).toBeLessThan(16_500);
  });

  it("never begins with half a character", () => {
    const { text } = recentPart(madeStream({ text: `a${"👍".repeat(20_000)}` }));

    expect(text.isWellFormed()).toBe(true);
  });
});
