import { describe, expect, it } from "vitest";

import { statusAnnouncer } from "../../../labextension/src/view/pane/status-announcer.ts";
import { instant, sleep, VirtualClock } from "../../../src/clock/index.ts";

/** A pane that is painted when it is requested, unless it is hidden. */
function announced() {
  const clock = new VirtualClock();
  const shown: [number, string][] = [];
  const pane = { state: "", isHidden: false };
  const announcer = statusAnnouncer(clock, {
    show: (text) => shown.push([Number(clock.now()), text]),
    request: paint,
  });
  function paint(): void {
    if (!pane.isHidden) announcer.announce(pane.state);
  }
  function announce(state: string): void {
    pane.state = state;
    paint();
  }
  return { clock, shown, announcer, pane, announce, paint };
}

describe("statusAnnouncer()", () => {
  it("announces at most once in five seconds, and the last state always", async () => {
    const { clock, shown, announce } = announced();
    announce("waiting");
    await clock.runUntil(sleep(clock, 100));
    announce("begun");
    announce("done");
    await clock.runUntil(sleep(clock, 20_000));
    announce("done");
    announce("failed");

    expect(shown).toEqual([
      [instant(0), "waiting"],
      [instant(5_000), "done"],
      [instant(20_100), "failed"],
    ]);
  });

  it("announces nothing while its pane is hidden, and the state then", async () => {
    const { clock, shown, pane, announce, paint } = announced();
    announce("waiting");
    announce("begun");
    pane.isHidden = true;
    await clock.runUntil(sleep(clock, 20_000));
    pane.state = "done";
    pane.isHidden = false;
    paint();

    expect(shown).toEqual([
      [instant(0), "waiting"],
      [instant(20_000), "done"],
    ]);
  });

  it("announces nothing after it was disposed", async () => {
    const { clock, shown, announcer, announce } = announced();
    announce("waiting");
    announce("done");
    announcer.dispose();
    await clock.runUntil(sleep(clock, 20_000));

    expect(shown.map(([, text]) => text)).toEqual(["waiting"]);
  });
});
