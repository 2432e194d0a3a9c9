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

  it.each([
    ["faster", "recorded:speed=2", [50, 75]],
    ["over a network", "recorded:rttMs=7", [107, 157]],
    ["with a fault", "recorded+stall@after=1,forMs=1000", [100, 1150]],
    ["in all these ways", "recorded:speed=2,rttMs=7+stall@after=1,forMs=1000", [57, 1082]],
  ])("plays %s", (_way, model, expected) => {
    expect(answerOf(model).tokens.map(({ dueMs }) => dueMs)).toEqual(expected);
  });

  it("cannot be asked where nothing was recorded", () => {
    expect(() => answerOf("recorded", { traces: [] })).toThrow("the timing trace needs one");
  });
});
