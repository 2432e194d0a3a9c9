import { describe, expect, it } from "vitest";

import type { Trace } from "../../../src/events/index.ts";
import { SimulationError } from "../../../src/simulator/index.ts";
import { simulateAnswer } from "../../../src/simulator/answer/simulate-answer.ts";
import { madeTrace } from "../../support/made/made-trace.ts";
import { simulator } from "../../support/simulator.ts";

const trace = madeTrace({
  chunks: [
    [100, "Hel"],
    [150, "lo"],
  ],
});

const answerOf = (model: string, rest = {}) =>
  simulateAnswer({ model, prompt: "anything", seed: 1 }, { rules: { traces: [trace], ...rest } });

describe("a recorded model", () => {
  it("replays the recorded tokens at their times", () => {
    const { tokens, finish } = answerOf("recorded");

    expect(tokens.map(({ text, dueMs }) => [text, dueMs])).toEqual([
      ["Hel", 100],
      ["lo", 150],
    ]);
    expect(finish).toBe("stop");
  });

  it("refuses a speed of 0 as the request's error", () => {
    expect(() => answerOf("recorded:speed=0")).toThrow(SimulationError);
  });

  it("keeps a finish reason that the simulator does not know", async () => {
    const { events, ...rest } = trace;
    const paused: Trace = {
      ...rest,
      events: events.map((received) =>
        received.event.type === "stream-end"
          ? { ...received, event: { ...received.event, reason: { kind: "other", raw: "pause" } } }
          : received,
      ),
    };
    const { ask, json } = await simulator({ rules: { traces: [paused] } });
    const response = await ask({
      model: "recorded",
      messages: [{ role: "user", content: "Hi" }],
    });

    expect(await json(response)).toMatchObject({ choices: [{ finish_reason: "pause" }] });
  });

  it.each([
    ["faster", "recorded:speed=2", [50, 75]],
    ["over a network", "recorded:rttMs=7", [107, 157]],
    ["with a fault", "recorded+stall@after=1,forMs=1000", [100, 1150]],
    ["in all these ways", "recorded:speed=2,rttMs=7+stall@after=1,forMs=1000", [57, 1082]],
  ])("plays %s", (_title, model, expected) => {
    expect(answerOf(model).tokens.map(({ dueMs }) => dueMs)).toEqual(expected);
  });

  it("requires a recording", () => {
    expect(() => answerOf("recorded", { traces: [] })).toThrow("the timing trace needs one");
  });
});
