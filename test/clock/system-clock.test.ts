import { describe, expect, it } from "vitest";

import { instantAfter, systemClock } from "../../src/clock/index.ts";
import { itObeysTheClockLaws } from "../contracts/clock.ts";

describe("systemClock()", () => {
  itObeysTheClockLaws(() => {
    const clock = systemClock();
    return {
      clock,
      reach: (at) =>
        new Promise((resolve) => {
          clock.callAt(at, resolve);
        }),
    };
  });

  it("waits for more than a signed 32-bit number of milliseconds", () => {
    const clock = systemClock();
    const cancel = clock.callAt(instantAfter(clock.now(), 2 ** 40), () => {
      throw new Error("rang at once");
    });

    expect(cancel()).toBeUndefined();
  });
});
