import { describe, expect, it } from "vitest";

import { pace } from "../../labextension/src/view/pace.ts";
import { sleep, VirtualClock } from "../../src/clock/index.ts";

function pacedPart() {
  const clock = new VirtualClock();
  const painted: number[] = [];
  const limit = pace(clock, paint);

  function paint(isUrgent = false): void {
    if (limit.isDue(isUrgent)) painted.push(Number(clock.now()));
  }
  return { clock, painted, paint, limit };
}

describe("pace()", () => {
  it("paints at once, then four times a second, and what came last is never left out", async () => {
    const { clock, painted, paint } = pacedPart();
    for (let frame = 0; frame < 30; frame++) {
      paint();
      await clock.runUntil(sleep(clock, 16));
    }
    await clock.runUntil(sleep(clock, 10_000));

    expect(painted).toEqual([0, 250, 500]);
  });

  it("paints what is urgent at once, and not again", async () => {
    const { clock, painted, paint } = pacedPart();
    paint();
    await clock.runUntil(sleep(clock, 100));
    paint();
    paint(true);
    await clock.runUntil(sleep(clock, 10_000));

    expect(painted).toEqual([0, 100]);
  });

  it("requests nothing after it was disposed", async () => {
    const { clock, painted, paint, limit } = pacedPart();
    paint();
    paint();
    limit.dispose();
    await clock.runUntil(sleep(clock, 10_000));

    expect(painted).toEqual([0]);
  });
});
