import { describe, expect, it } from "vitest";

import { simulateAnswer } from "../../../src/simulator/answer/simulate-answer.ts";
import { choicesOf, simulateChoices } from "../../../src/simulator/answer/simulate-choices.ts";

const ask = (prompt: string, rest: object = {}) => ({ model: "fixed", prompt, seed: 1, ...rest });

describe("simulateChoices()", () => {
  it("orders the tokens of all choices by their due times", () => {
    const { tokens } = simulateChoices(ask("echo: a b c", { others: [ask("echo: x y")] }));

    expect(tokens.map(({ choice, text, dueMs }) => [choice, text, Math.round(dueMs)])).toEqual([
      [0, "a", 200],
      [1, "x", 200],
      [0, " b", 220],
      [1, " y", 220],
      [0, " c", 240],
    ]);
  });

  it("returns the same first choice as without the others", () => {
    const request = ask("A long story, please");
    const [first] = choicesOf(simulateChoices({ ...request, others: [ask("echo: x")] }));

    expect(first?.tokens).toEqual(simulateAnswer(request).tokens);
  });

  it("keeps the finish reason of each choice", () => {
    const others = [ask("call: now {}"), ask("refuse: No.")];
    const choices = choicesOf(simulateChoices(ask("echo: a b", { maxTokens: 1, others })));

    expect(choices.map(({ finish }) => finish)).toEqual(["length", "tool-calls", "refusal"]);
    expect(choices.map(({ toolCalls }) => toolCalls.length)).toEqual([0, 1, 0]);
  });
});
