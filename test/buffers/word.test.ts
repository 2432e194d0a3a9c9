import { describe, expect, it } from "vitest";

import { word } from "../../src/buffers/index.ts";
import { instant as at } from "../../src/clock/index.ts";
import { itObeysTheBufferLaws } from "../contracts/buffer-strategy.ts";

describe("word()", () => {
  itObeysTheBufferLaws(() => word({ windowMs: 250 }));

  it("holds the start of a word until its end", () => {
    const strategy = word();

    expect(strategy.push("Hello wor", at(0))).toBe("Hello ");
    expect(strategy.push("ld", at(10))).toBe("");
    expect(strategy.push(" and", at(20))).toBe("world ");
  });

  it("treats each character of a script without spaces as a word", () => {
    const strategy = word();

    expect(strategy.push("漢字か", at(0))).toBe("漢字");
    expect(strategy.push("な。", at(1))).toBe("かな");
  });

  it("shows an incomplete word if the rest does not arrive", () => {
    const strategy = word({ windowMs: 250 });
    strategy.push("Hel", at(0));

    expect(strategy.tick(at(250))).toBe("Hel");
  });

  it("starts the wait of a new word when it begins", () => {
    const strategy = word({ windowMs: 250 });
    strategy.push("Hel", at(0));
    strategy.push("lo wor", at(200));

    expect(strategy.deadline).toBe(450);
  });
});
