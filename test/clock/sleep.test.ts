import { describe, expect, it } from "vitest";

import { instant, sleep, sleepUntil, VirtualClock } from "../../src/clock/index.ts";

describe("sleep()", () => {
  it("resolves after its milliseconds, and not before", async () => {
    const clock = new VirtualClock();
    let isAwake = false;
    void sleep(clock, 10).then(() => (isAwake = true));

    await clock.advanceBy(9);
    expect(isAwake).toBe(false);
    await clock.advanceBy(1);
    expect(isAwake).toBe(true);
  });

  it("rejects with the signal's reason on abort, and cancels its timer", async () => {
    const clock = new VirtualClock();
    const controller = new AbortController();
    const sleeping = sleep(clock, 10, controller.signal);

    controller.abort("a reason");

    await expect(sleeping).rejects.toBe("a reason");
    expect(clock.nextCallAt).toBeUndefined();
  });

  it("rejects without a timer when the signal is already aborted", async () => {
    const clock = new VirtualClock();

    await expect(sleep(clock, 10, AbortSignal.abort("a reason"))).rejects.toBe("a reason");
    expect(clock.nextCallAt).toBeUndefined();
  });
});

describe("sleepUntil()", () => {
  it("resolves without a timer if the instant is past", async () => {
    const clock = new VirtualClock();
    await clock.advanceBy(5);

    await sleepUntil(clock, instant(5));

    expect(clock.nextCallAt).toBeUndefined();
  });
});
