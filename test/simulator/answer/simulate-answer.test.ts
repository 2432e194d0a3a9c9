import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { profiles, readScenario } from "../../../src/simulator/index.ts";
import { simulateAnswer } from "../../../src/simulator/answer/simulate-answer.ts";
import type { SimulatedAnswer } from "../../../src/simulator/answer/simulated-answer.ts";

const gaps = (due: readonly number[]) => due.slice(1).map((at, index) => at - (due[index] ?? 0));

const textOf = ({ tokens }: SimulatedAnswer) => tokens.map(({ text }) => text).join("");

const answerOf = (model: string, seed: number | string, prompt = "A long story, please") =>
  simulateAnswer({ model, prompt, seed });

describe("simulateAnswer()", () => {
  it("returns the same answer and times for the same seed", () => {
    expect(answerOf("hosted-fast", 1)).toEqual(answerOf("hosted-fast", 1));
    expect(answerOf("hosted-fast", 1).tokens).not.toEqual(answerOf("hosted-fast", 2).tokens);
  });

  it("echoes the prompt exactly, in tokens that join to the text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 60 }), (text) => {
        const { tokens } = simulateAnswer({ model: "fixed", prompt: `echo: ${text}`, seed: 1 });
        expect(tokens.map((token) => token.text).join("")).toBe(text);
        for (const token of tokens) expect(token.text.isWellFormed()).toBe(true);
      }),
    );
  });

  it("has exactly the fixed times", () => {
    const { tokens } = answerOf("fixed:ttftMs=200,itlMs=20", 1);

    expect(tokens[0]?.dueMs).toBe(200);
    for (const gap of gaps(tokens.map(({ dueMs }) => dueMs))) expect(gap).toBeCloseTo(20, 9);
  });

  // The profile recorded needs a recording.
  it.each(profiles.map(({ id }) => id).filter((id) => id !== "recorded"))(
    "has the means that %s promises",
    (id) => {
      const profile = readScenario(id).profile;
      const model = `${id}:stallsPerThousand=0,promptTokenMs=0`;
      const answers = Array.from({ length: 400 }, (_, seed) => answerOf(model, seed));
      const firsts = answers.map(({ tokens }) => tokens[0]?.dueMs ?? 0);
      const levels = answers.map(({ tokens }) => {
        const due = tokens.map(({ dueMs }) => dueMs);
        return gaps(due).reduce((sum, gap) => sum + gap, 0) / (due.length - 1);
      });
      const mean = (values: readonly number[]) =>
        values.reduce((sum, value) => sum + value, 0) / values.length;

      // 4 standard errors of the mean of 400 lognormal draws.
      const tolerance = (sigma: number) => 4 * Math.sqrt(Math.expm1(sigma ** 2) / 400) + 1e-9;
      expect(Math.abs(mean(firsts) / profile.ttftMs - 1)).toBeLessThan(
        tolerance(profile.ttftSigma),
      );
      expect(Math.abs(mean(levels) / profile.itlMs - 1)).toBeLessThan(
        tolerance(profile.requestSigma) + 0.01,
      );
    },
  );

  it("gives each token the same time in a shorter answer", () => {
    const long = answerOf("hosted-large", 7);
    const short = simulateAnswer({
      model: "hosted-large",
      prompt: "A long story, please",
      seed: 7,
      maxTokens: 5,
    });

    expect(short.tokens).toEqual(long.tokens.slice(0, 5));
    expect([short.finish, long.finish]).toEqual(["length", "stop"]);
  });

  it("ends before a stop sequence", () => {
    const { tokens, finish, stoppedBy } = simulateAnswer({
      model: "fixed",
      prompt: "echo: a b END c",
      seed: 1,
      stop: ["END"],
    });

    expect(tokens.map(({ text }) => text).join("")).toBe("a b ");
    expect({ finish, stoppedBy }).toEqual({ finish: "stop", stoppedBy: "END" });
  });

  it.each([
    ["emoji", "👩‍👩‍👧‍👦"],
    ["code", "```ts"],
    ["中文", "流式输出"],
    ["table", "|---|"],
    ["formula", "\\frac"],
  ])("answers the keyword %s", (word, part) => {
    const { tokens } = answerOf("fixed", 1, `Show me ${word}`);

    expect(tokens.map(({ text }) => text).join("")).toContain(part);
  });

  it.each([
    ["echo: a b c d", "a b"],
    ["Why is the sky blue?", "The sky is bl"],
    // Picked at random the first time, and by its start the second time.
    ["Hello", "A function is rec"],
  ])("continues an answer to %s from its prefix", (prompt, answerPrefix) => {
    const all = simulateAnswer({ model: "fixed", prompt, seed: 1 });
    const rest = simulateAnswer({
      model: "fixed",
      prompt,
      seed: 2,
      answerPrefix,
      reasoningTokens: 9,
    });
    const text = answerPrefix + textOf(rest);

    expect(rest.tokens.length).toBeGreaterThan(0);
    expect(text).toBe(prompt === "Hello" ? textOf(answerOf("fixed", 1, "code")) : textOf(all));
  });

  it("repeats the answer until it is long enough", () => {
    const request = { model: "fixed", prompt: "echo: a b", seed: 1 };
    const longer = simulateAnswer({ ...request, minTokens: 5 });
    const cut = simulateAnswer({ ...request, minTokens: 9, maxTokens: 5 });

    expect([textOf(longer), longer.finish]).toEqual(["a ba ba", "stop"]);
    expect([textOf(cut), cut.finish]).toEqual(["a ba ba", "length"]);
  });

  it("delays all tokens after a stall", () => {
    const { tokens } = simulateAnswer({
      model: "fixed:ttftMs=0,itlMs=10+stall@after=2,forMs=1000",
      prompt: "echo: a b c d",
      seed: 1,
    });

    expect(tokens.map(({ dueMs }) => dueMs)).toEqual([0, 10, 1_020, 1_030]);
  });
});

describe("readScenario()", () => {
  it("keeps a profile's setting if a rule for it is undefined", () => {
    const { profile } = readScenario("fixed", { settings: { itlMs: undefined, ttftMs: 5 } });

    expect(profile).toMatchObject({ itlMs: 20, ttftMs: 5 });
  });

  it.each([
    ["gpt-9", 'of the 36 models listed by GET /v1/models: current value is "gpt-9"'],
    ["fixed:itl=5", 'current value is "itl"'],
    ["fixed:itlMs=-5", 'itlMs must be a number from 0: current value is "-5"'],
    ["fixed:itlMs=", 'itlMs must be a number from 0: current value is ""'],
    ["fixed+explode", 'huge, endless: current value is "explode"'],
    ["fixed+cut@how=gently", 'one of clean, fin, rst: current value is "gently"'],
    ["fixed+status@code=200", "from 400 to 599: current value is 200"],
    ["fixed+huge@sizeChars=1e12", "sizeChars must be a number from 0 to 100000000"],
  ])("refuses %s", (model, message) => {
    expect(() => readScenario(model)).toThrow(message);
  });
});
