import { describe, expect, it } from "vitest";

import { smooth } from "../../src/buffers/index.ts";
import { instant as at } from "../../src/clock/index.ts";
import { itObeysTheBufferLaws } from "../contracts/buffer-strategy.ts";

describe("smooth()", () => {
  itObeysTheBufferLaws(() => smooth({ drainMs: 250, frameMs: 16 }));

  it("shows a share of the backlog each frame", () => {
    const strategy = smooth({ drainMs: 64, frameMs: 16 });

    expect(strategy.push("abcdefgh", at(0))).toBe("ab");
    expect(strategy.tick(at(16))).toBe("cd");
    expect(strategy.tick(at(32))).toBe("e");
  });

  it("catches up when a frame comes late", () => {
    const strategy = smooth({ drainMs: 64, frameMs: 16 });
    strategy.push("abcdefgh", at(0));

    expect(strategy.tick(at(64))).toBe("cdefgh");
  });

  it("does not catch up after a pause", () => {
    const strategy = smooth({ drainMs: 64, frameMs: 16 });
    strategy.push("a", at(0));

    expect(strategy.push("bcdefghi", at(10_000))).toBe("bc");
  });

  it("shows at most one batch a frame", () => {
    const strategy = smooth({ drainMs: 64, frameMs: 16 });
    strategy.push("a", at(0));

    expect(strategy.push("b", at(4))).toBe("");
    expect(strategy.deadline).toBe(16);
  });
});
