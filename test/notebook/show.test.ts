import { describe, expect, it } from "vitest";

import { interruptSignal, liveDisplay, show } from "../../src/notebook/index.ts";
import { VirtualClock } from "../../src/clock/index.ts";
import { kernelSession } from "../../src/notebook/kernel-session.ts";
import { liveDisplayIn } from "../../src/notebook/live-display.ts";
import { seededRandom } from "../../src/stats/index.ts";
import { timedStream } from "../support/events.ts";
import { fakeHost } from "../support/fake-host.ts";

const NO_KERNEL = "Cannot show anything as this is not a notebook kernel";

describe("show(), liveDisplay(), interruptSignal()", () => {
  it("report what is missing outside a notebook", async () => {
    await expect(show(timedStream(new VirtualClock(), []))).rejects.toThrow(NO_KERNEL);
    await expect(liveDisplay({ "text/plain": "a" })).rejects.toThrow(NO_KERNEL);
    expect(() => interruptSignal()).toThrow(NO_KERNEL);
  });
});

describe("liveDisplay()", () => {
  it.each([undefined, null, "text", 5, ["a"]])("rejects %j in one line", async (bundle) => {
    const clock = new VirtualClock();
    const session = kernelSession(fakeHost(), { clock, random: seededRandom(1) });
    const showing: Promise<unknown> = Reflect.apply(liveDisplayIn, undefined, [session, bundle]);

    await expect(showing).rejects.toThrow(
      /^Cannot display a bundle as it must have data by MIME type: current value is [^\n]+$/u,
    );
  });

  it("shows at most two bundles a second, and always the last", async () => {
    const clock = new VirtualClock();
    const host = fakeHost();
    const session = kernelSession(host, { clock, random: seededRandom(1) });
    const display = await clock.runUntil(liveDisplayIn(session, { "text/plain": "start" }));
    for (let step = 1; step <= 100; step++) {
      display.update({ "text/plain": String(step) });
      await clock.advanceBy(20);
    }
    await clock.runUntil(display.finish({ "text/plain": "end" }));
    const shown = host.calls.flatMap((one) =>
      one.type === "update" ? [one.bundle["text/plain"]] : [],
    );

    expect(shown).toEqual(["25", "50", "75", "100", "end"]);
  });
});
