import { describe, expect, it } from "vitest";

import { timeWindow } from "../../src/buffers/index.ts";
import { instant as at } from "../../src/clock/index.ts";
import { itObeysTheBufferLaws } from "../contracts/buffer-strategy.ts";

describe("timeWindow()", () => {
  itObeysTheBufferLaws(() => timeWindow({ windowMs: 50 }));

  it("holds text until its window closes", () => {
    const strategy = timeWindow({ windowMs: 50 });

    expect(strategy.push("Hel", at(0))).toBe("");
    expect(strategy.push("lo", at(49))).toBe("");
    expect(strategy.push("!", at(50))).toBe("Hello!");
  });

  it("measures the window from the first held character, not the latest", () => {
    const strategy = timeWindow({ windowMs: 50 });
    strategy.push("a", at(10));
    strategy.push("b", at(40));

    expect(strategy.deadline).toBe(60);
  });

  it.each([0, -1, Number.NaN, Infinity])("rejects a window of %s ms", (windowMs) => {
    expect(() => timeWindow({ windowMs })).toThrow(
      `Cannot open a time window as windowMs must be a positive number: current value is ${windowMs}`,
    );
  });
});
