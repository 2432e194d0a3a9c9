import { describe, expect, it } from "vitest";

import { measureHiccups, watchLoopLag } from "../../../src/bench/validity/loop-lag.ts";
import { type Clock, instant, VirtualClock } from "../../../src/clock/index.ts";

/** A clock whose callbacks run only when the loop is free: never between `from` and `to`. */
function blockedClock(fromMs: number, toMs: number) {
  const clock = new VirtualClock();
  const blocked: Clock = {
    now: () => clock.now(),
    wallMs: () => clock.wallMs(),
    callAt: (at, callback) =>
      clock.callAt(at >= fromMs && at < toMs ? instant(toMs) : at, callback),
  };
  return { clock, blocked };
}

describe("watchLoopLag()", () => {
  it("counts every due time that passed while the loop was blocked, each with its own lateness", async () => {
    const { clock, blocked } = blockedClock(8, 26);
    const probe = watchLoopLag(blocked);

    await clock.advanceTo(instant(31));

    expect(probe.stop()).toEqual([0, 16, 11, 6, 1, 0]);
  });

  it("sets no timer after it is stopped", async () => {
    const clock = new VirtualClock();
    const probe = watchLoopLag(clock);

    probe.stop();

    expect(clock.nextCallAt).toBeUndefined();
  });
});

describe("measureHiccups()", () => {
  it("watches for the given time", async () => {
    const clock = new VirtualClock();

    const latenesses = await clock.runUntil(measureHiccups(clock, 50));

    expect(latenesses.length).toBeGreaterThanOrEqual(9);
    expect(clock.now()).toBe(50);
  });
});
