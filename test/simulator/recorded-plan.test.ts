import { describe, expect, it } from "vitest";

import { simulateAnswer } from "../../src/simulator/index.ts";
import { madeTrace } from "../support/made-trace.ts";

const trace = madeTrace({
  chunks: [
    [100, "Hel"],
    [150, "lo"],
  ],
});

const answerOf = (model: string, rest = {}) =>
  simulateAnswer({ model, prompt: "anything", seed: 1 }, { rules: { traces: [trace], ...rest } });

describe("a recorded model", () => {
  it("says what was said, when it was said", () => {
    const { tokens, finish } = answerOf("recorded");

    expect(tokens.map(({ text, dueMs }) => [text, dueMs])).toEqual([
      ["Hel", 100],
      ["lo", 150],
    ]);
    expect(finish).toBe("stop");
  });

  it("plays faster, and meets the network and faults as any other", () => {
    const { tokens } = answerOf("recorded:speed=2,rttMs=7+stall@after=1,forMs=1000");

    expect(tokens.map(({ dueMs }) => dueMs)).toEqual([57, 1082]);
  });

  it("cannot be asked where nothing was recorded", () => {
    expect(() => answerOf("recorded", { traces: [] })).toThrow("the timing trace needs one");
  });
});
