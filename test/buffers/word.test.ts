import { describe, expect, it } from "vitest";

import { word } from "../../src/buffers/index.ts";
import { instant as at } from "../../src/clock/index.ts";
import { itObeysTheBufferLaws } from "../contracts/buffer-strategy.ts";

describe("word()", () => {
  itObeysTheBufferLaws(() => word({ windowMs: 250 }));

  it("holds the beginning of a word until its end", () => {
    const strategy = word();

    expect(strategy.push("Hello wor", at(0))).toBe("Hello ");
    expect(strategy.push("ld", at(10))).toBe("");
    expect(strategy.push(" and", at(20))).toBe("world ");
  });

  it("takes each character of a script without spaces as a word", () => {
    const strategy = word();

    expect(strategy.push("漢字か", at(0))).toBe("漢字");
    expect(strategy.push("な。", at(1))).toBe("かな");
  });

  it("shows half a word when the rest does not come", () => {
    const strategy = word({ windowMs: 250 });
    strategy.push("Hel", at(0));

    expect(strategy.tick(at(250))).toBe("Hel");
  });

  it("lets a new word wait from when it began", () => {
    const strategy = word({ windowMs: 250 });
    strategy.push("Hel", at(0));
    strategy.push("lo wor", at(200));

    expect(strategy.deadline).toBe(450);
  });
});
