import { EventEmitter } from "node:events";
import { describe, expect, it } from "vitest";

import { interruptOn } from "../../src/cli/interrupt-on.ts";
import { VirtualClock } from "../../src/clock/index.ts";

function started() {
  const source = new EventEmitter();
  const clock = new VirtualClock();
  const exits: number[] = [];
  const interrupt = interruptOn(source, { clock, exit: (status) => exits.push(status) });
  return { source, clock, exits, interrupt };
}

describe.each(["SIGINT", "SIGTERM"])("interruptOn() with %s", (name) => {
  it("aborts first", () => {
    const { source, exits, interrupt } = started();
    source.emit(name);

    expect(interrupt.signal.reason).toEqual(new Error("interrupted"));
    expect(exits).toEqual([]);
  });

  it("ends the process at the second", () => {
    const { source, exits } = started();
    source.emit(name);
    source.emit(name);

    expect(exits).toEqual([130]);
  });

  it("ends the process if the command does not stop", async () => {
    const { source, clock, exits } = started();
    source.emit(name);
    await clock.advanceBy(8_999);
    expect(exits).toEqual([]);
    await clock.advanceBy(1);

    expect(exits).toEqual([130]);
  });

  it("leaves the process alone once it is released", async () => {
    const { source, clock, exits, interrupt } = started();
    source.emit(name);
    interrupt.release();
    source.emit(name);
    await clock.advanceBy(60_000);

    expect(exits).toEqual([]);
    expect(source.listenerCount(name)).toBe(0);
  });
});
