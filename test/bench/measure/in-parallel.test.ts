import { describe, expect, it } from "vitest";

import { inParallel } from "../../../src/bench/measure/in-parallel.ts";
import { instant, VirtualClock } from "../../../src/clock/index.ts";

const onLeave = () => undefined;

function waiting(clock: VirtualClock, ms: number): Promise<number> {
  return new Promise((resolve) => {
    clock.callAt(instant(clock.now() + ms), () => resolve(ms));
  });
}

async function collected<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}

describe("inParallel()", () => {
  it("yields results in the order of completion", async () => {
    const clock = new VirtualClock();

    const results = clock.runUntil(
      collected(inParallel([30, 10, 20], { limit: 3, work: (ms) => waiting(clock, ms), onLeave })),
    );

    expect(await results).toEqual([10, 20, 30]);
  });

  it("never has more under way than its limit, and always as many", async () => {
    const clock = new VirtualClock();
    const underWay: number[] = [];
    let now = 0;
    const work = async (ms: number) => {
      underWay.push(++now);
      await waiting(clock, ms);
      now--;
    };

    await clock.runUntil(collected(inParallel([5, 5, 5, 5, 5], { limit: 2, work, onLeave })));

    expect(underWay).toEqual([1, 2, 2, 2, 2]);
  });

  it("reaches its limit in steps, each when an item flows or has ended", async () => {
    const clock = new VirtualClock();
    const startedAt: number[] = [];
    const work = async (flowsAfterMs: number, onFlowing: () => void) => {
      startedAt.push(clock.now());
      await waiting(clock, flowsAfterMs);
      onFlowing();
      await waiting(clock, 100);
    };
    const items = [5, 5, 5, 5, 5];

    await clock.runUntil(collected(inParallel(items, { limit: 4, work, onLeave, rampSteps: 4 })));
    expect(startedAt.splice(0)).toEqual([0, 5, 10, 15, 105]);

    const from = clock.now();
    await clock.runUntil(collected(inParallel(items, { limit: 4, work, onLeave, rampSteps: 2 })));
    expect(startedAt.map((at) => at - from)).toEqual([0, 0, 5, 5, 105]);
  });

  it("starts no more items after a failure, and throws once all have ended", async () => {
    const clock = new VirtualClock();
    const ended: number[] = [];
    const work = async (ms: number) => {
      await waiting(clock, ms);
      if (ms === 10) throw new Error("broken");
      ended.push(ms);
    };

    const run = clock.runUntil(collected(inParallel([10, 40, 50], { limit: 2, work, onLeave })));

    await expect(run).rejects.toThrow("broken");
    expect(ended).toEqual([40]);
  });

  it("aborts and awaits items under way when the loop is left", async () => {
    const clock = new VirtualClock();
    const steps: string[] = [];
    const work = async (ms: number) => {
      await waiting(clock, ms);
      steps.push(`ended ${ms}`);
    };
    const leaveAtOnce = async () => {
      const run = inParallel([10, 40, 50], { limit: 2, work, onLeave: () => steps.push("left") });
      for await (const _ of run) break;
    };

    await clock.runUntil(leaveAtOnce());

    expect(steps).toEqual(["ended 10", "left", "ended 40", "ended 50"]);
  });
});
