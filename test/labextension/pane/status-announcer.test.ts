import { describe, expect, it } from "vitest";

import { statusAnnouncer } from "../../../labextension/src/view/pane/status-announcer.ts";
import { instant, sleep, VirtualClock } from "../../../src/clock/index.ts";

function announced() {
  const clock = new VirtualClock();
  const shown: [number, string][] = [];
  const announcer = statusAnnouncer(clock, (text) => shown.push([Number(clock.now()), text]));
  return { clock, shown, announcer };
}

describe("statusAnnouncer()", () => {
  it("announces at most once in five seconds, and the last state always", async () => {
    const { clock, shown, announcer } = announced();
    announcer.announce("waiting");
    await clock.runUntil(sleep(clock, 100));
    announcer.announce("begun");
    announcer.announce("done");
    await clock.runUntil(sleep(clock, 20_000));
    announcer.announce("done");
    announcer.announce("failed");

    expect(shown).toEqual([
      [instant(0), "waiting"],
      [instant(5_000), "done"],
      [instant(20_100), "failed"],
    ]);
  });

  it("announces nothing after it was disposed", async () => {
    const { clock, shown, announcer } = announced();
    announcer.announce("waiting");
    announcer.announce("done");
    announcer.dispose();
    await clock.runUntil(sleep(clock, 20_000));

    expect(shown.map(([, text]) => text)).toEqual(["waiting"]);
  });
});
