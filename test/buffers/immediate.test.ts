import { describe, expect, it } from "vitest";

import { immediate } from "../../src/buffers/index.ts";
import { instant } from "../../src/clock/index.ts";
import { itObeysTheBufferLaws } from "../contracts/buffer-strategy.ts";

describe("immediate()", () => {
  itObeysTheBufferLaws(() => immediate());

  it("holds nothing", () => {
    expect(immediate().push("Hel", instant(0))).toBe("Hel");
  });
});
