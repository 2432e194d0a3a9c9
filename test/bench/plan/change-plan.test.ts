import { describe, expect, it } from "vitest";

import { defaultPlan, readPlan } from "../../../src/bench/index.ts";
import { changePlan, type PlanChanges } from "../../../src/bench/plan/change-plan.ts";

describe("changePlan()", () => {
  it("returns the plan without changes", () => {
    expect(changePlan(defaultPlan(), {})).toEqual(defaultPlan());
  });

  it("points both arms at another server", () => {
    const { arms } = changePlan(defaultPlan(), { baseUrl: "http://127.0.0.1:1/v1", model: "m" });

    expect(arms.map(({ provider, model }) => [provider, model])).toEqual([
      [{ kind: "openai-compatible", baseUrl: "http://127.0.0.1:1/v1" }, "m"],
      [{ kind: "openai-compatible", baseUrl: "http://127.0.0.1:1/v1" }, "m"],
    ]);
  });

  it("drops the simulator's profile for another provider", () => {
    expect(() => changePlan(defaultPlan(), { provider: "gemini" })).toThrow(
      'Cannot read the plan as arms[0].model is required for the provider "gemini"',
    );
  });

  it("checks a plan once, with its changes", () => {
    const arms = ["a", "b"].map((name) => ({ name, provider: "openai-chat" }));

    expect(() => readPlan({ name: "p", arms })).toThrow("arms[0].model is required");
    expect(changePlan({ name: "p", arms }, { model: "m" }).arms[0]?.model).toBe("m");
  });

  it("drops a profile only of the simulator that is started for the run", () => {
    const arms = ["a", "b"].map((name) => ({ name, model: "fixed", provider: "embedded" }));
    const provider = { kind: "simulator", baseUrl: "http://127.0.0.1:8000/v1" };
    const elsewhere = arms.map((arm) => ({ ...arm, provider }));
    const changes = { provider: "gemini" };

    expect(() => changePlan({ name: "p", arms }, changes)).toThrow("arms[0].model is required");
    expect(changePlan({ name: "p", arms: elsewhere }, changes).arms[0]?.model).toBe("fixed");
  });

  it("reports values that are not a plan", () => {
    expect(() => changePlan([], { model: "m" })).toThrow("Cannot read the plan as name must be");
    expect(() => changePlan("text", {})).toThrow("Cannot read the plan as it must be an object");
  });

  it("reports arms that are missing or wrong", () => {
    const change = (written: object, changes: PlanChanges) => () =>
      changePlan({ name: "p", ...written }, changes);

    expect(change({}, { model: "m" })).toThrow("arms must be given: it is missing");
    expect(change({ arms: "x" }, { model: "m" })).toThrow(
      'a list of two arms: current value is "x"',
    );
    expect(change({ arms: [3, 4] }, { buffers: ["word", "smooth"] })).toThrow("current value is 3");
  });

  it("keeps the model when only the base URL changes", () => {
    const arms = ["a", "b"].map((name) => ({ name, provider: "openai-chat", model: "m" }));
    const changes = { provider: "openai-chat", baseUrl: "http://127.0.0.1:1/v1" };

    expect(changePlan(readPlan({ name: "p", arms }), changes).arms[0]).toMatchObject({
      provider: { kind: "openai-chat", baseUrl: changes.baseUrl },
      model: "m",
    });
  });

  it("grows the warm-up to the concurrency", () => {
    const without = readPlan({ name: "p", arms: [{ name: "a" }, { name: "b" }], warmUp: 0 });

    expect(changePlan(defaultPlan(), { concurrency: "64" }).warmUp).toBe(64);
    expect(changePlan(defaultPlan(), { concurrency: 2 }).warmUp).toBe(defaultPlan().warmUp);
    expect(changePlan(without, { concurrency: 64 }).warmUp).toBe(0);
  });

  it("names the concurrency, not the warm-up, if it is out of range", () => {
    expect(() => changePlan(defaultPlan(), { concurrency: "1e9" })).toThrow(
      "concurrency must be a whole number from 1 to 10000: current value is 1000000000",
    );
  });

  it("compares a strategy with itself", () => {
    const { arms } = changePlan(defaultPlan(), { buffers: ["word", "word"] });

    expect(arms.map(({ name, buffer }) => [name, buffer.strategy])).toEqual([
      ["word", "word"],
      ["word again", "word"],
    ]);
  });

  it("shows the text that was typed instead of a number", () => {
    expect(() => changePlan(defaultPlan(), { pairs: "many" })).toThrow(
      'Cannot read the plan as pairs must be a whole number from 2 to 100000: current value is "many"',
    );
  });

  it("requires two buffers", () => {
    expect(() => changePlan(defaultPlan(), { buffers: ["word"] })).toThrow(
      'Cannot compare as there must be two buffers: current value is "word"',
    );
  });
});
