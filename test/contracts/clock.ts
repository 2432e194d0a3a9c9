import { expect, it } from "vitest";

import { type Clock, type Instant, instantAfter } from "../../src/clock/index.ts";

/**
 * The laws of `src/clock/clock.ts`.
 *
 * @param create Creates a clock, and a function that advances it to an instant.
 */
export function itObeysTheClockLaws(
  create: () => { readonly clock: Clock; readonly reach: (at: Instant) => Promise<void> },
): void {
  it("never goes back", async () => {
    const { clock, reach } = create();
    const before = clock.now();
    await reach(instantAfter(before, 2));

    expect(clock.now()).toBeGreaterThanOrEqual(before);
  });

  it("never calls back before the instant or synchronously", async () => {
    const { clock, reach } = create();
    const at = instantAfter(clock.now(), 5);
    const calledAt: Instant[] = [];
    clock.callAt(at, () => calledAt.push(clock.now()));
    expect(calledAt).toEqual([]);
    await reach(instantAfter(at, 20));

    expect(calledAt).toHaveLength(1);
    expect(calledAt[0]).toBeGreaterThanOrEqual(at);
  });

  it("calls back in the order of the instants", async () => {
    const { clock, reach } = create();
    const start = clock.now();
    const order: string[] = [];
    clock.callAt(instantAfter(start, 12), () => order.push("late"));
    clock.callAt(instantAfter(start, 2), () => order.push("early"));
    await reach(instantAfter(start, 40));

    expect(order).toEqual(["early", "late"]);
  });

  it("does not call cancelled callbacks", async () => {
    const { clock, reach } = create();
    const called: string[] = [];
    const cancel = clock.callAt(instantAfter(clock.now(), 2), () => called.push("no"));
    cancel();
    cancel();
    await reach(instantAfter(clock.now(), 10));

    expect(called).toEqual([]);
  });
}
