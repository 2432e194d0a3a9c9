import { describe, expect, it } from "vitest";

import { instant, instantAfter, VirtualClock } from "../../src/clock/index.ts";
import { itObeysTheClockLaws } from "../contracts/clock.ts";

describe("VirtualClock", () => {
  itObeysTheClockLaws(() => {
    const clock = new VirtualClock();
    return { clock, reach: (at) => clock.advanceTo(at) };
  });

  it("runs callbacks of one instant in the order they were set", async () => {
    const clock = new VirtualClock();
    const order: number[] = [];
    for (const number of [1, 2, 3]) clock.callAt(instant(5), () => order.push(number));
    await clock.advanceBy(5);

    expect(order).toEqual([1, 2, 3]);
  });

  it("runs callbacks that a callback sets", async () => {
    const clock = new VirtualClock();
    const rang: number[] = [];
    clock.callAt(instant(5), () => {
      clock.callAt(instantAfter(clock.now(), 5), () => rang.push(clock.now()));
    });
    await clock.advanceBy(10);

    expect(rang).toEqual([10]);
  });

  it("rejects an instant in the past", async () => {
    const clock = new VirtualClock();
    await clock.advanceBy(5);

    await expect(clock.advanceTo(instant(4))).rejects.toThrow(
      "Cannot advance the clock as the instant must be at least 5: current value is 4",
    );
  });

  it("runs until a promise settles and no further", async () => {
    const clock = new VirtualClock();
    const promise = new Promise<string>((resolve) => {
      clock.callAt(instant(7), () => resolve("done"));
    });
    clock.callAt(instant(100), () => undefined);

    await expect(clock.runUntil(promise)).resolves.toBe("done");
    expect(clock.now()).toBe(7);
  });

  it("counts wall time from its origin", async () => {
    const clock = new VirtualClock(1_000);
    await clock.advanceBy(5);

    expect(clock.wallMs()).toBe(1_005);
  });
});
