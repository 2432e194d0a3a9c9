import { describe, expect, it } from "vitest";

import { countOrTime } from "../../src/buffers/index.ts";
import { instant as at } from "../../src/clock/index.ts";
import { itObeysTheBufferLaws } from "../contracts/buffer-strategy.ts";

describe("countOrTime()", () => {
  itObeysTheBufferLaws(() => countOrTime({ chunks: 3, windowMs: 100 }));

  it("releases when it has counted enough deltas", () => {
    const strategy = countOrTime({ chunks: 3 });

    expect(["a", "b", "c", "d"].map((text) => strategy.push(text, at(0)))).toEqual([
      "",
      "",
      "abc",
      "",
    ]);
  });

  it("releases the held text once the first delta has waited long enough", () => {
    const strategy = countOrTime({ chunks: 3, windowMs: 100 });
    strategy.push("a", at(5));

    expect(strategy.deadline).toBe(105);
    expect(strategy.tick(at(105))).toBe("a");
  });

  it("does not count empty deltas", () => {
    const strategy = countOrTime({ chunks: 2 });

    expect(["a", "", "", "b"].map((text) => strategy.push(text, at(0)))).toEqual([
      "",
      "",
      "",
      "ab",
    ]);
  });

  it("rejects a count that is not whole", () => {
    expect(() => countOrTime({ chunks: 1.5 })).toThrow(
      "Cannot count deltas as chunks must be a whole number from 1: current value is 1.5",
    );
  });
});
