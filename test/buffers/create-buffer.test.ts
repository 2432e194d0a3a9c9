import { describe, expect, it } from "vitest";

import { bufferNames, createBuffer } from "../../src/buffers/index.ts";
import { instant } from "../../src/clock/index.ts";

describe("createBuffer()", () => {
  it.each(bufferNames)("creates %s", (strategy) => {
    const buffer = createBuffer({ strategy });

    expect(buffer.push("a", instant(0)) + buffer.flush()).toBe("a");
  });

  it("passes the options on", () => {
    const buffer = createBuffer({ strategy: "time-window", options: { windowMs: 7 } });
    buffer.push("a", instant(0));

    expect(buffer.deadline).toBe(7);
  });

  it.each([
    [
      { strategy: "imediate" },
      'Cannot buffer as the strategy must be one of immediate, time-window, count-or-time, word, smooth: current value is "imediate"',
    ],
    [
      { strategy: "word", options: { window: 5 } },
      'Cannot buffer as "word" takes only windowMs: current value is "window"',
    ],
    [
      { strategy: "immediate", options: { windowMs: 5 } },
      'Cannot buffer as "immediate" takes no options: current value is "windowMs"',
    ],
    [
      { strategy: "time-window", options: { windowMs: -5 } },
      "Cannot open a time window as windowMs must be a positive number: current value is -5",
    ],
  ])("refuses %j", (choice, message) => {
    expect(() => createBuffer(choice)).toThrow(message);
  });
});
