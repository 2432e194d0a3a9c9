import { describe, expect, it } from "vitest";

import { defaultPlan, PlanError, readPlan } from "../../../src/bench/index.ts";

const arms = [{ name: "a" }, { name: "b", buffer: "word" }];
const least = { name: "p", arms };

function complaint(value: unknown): string {
  try {
    readPlan(value);
  } catch (error) {
    if (error instanceof PlanError) return error.message;
    throw error;
  }
  return "";
}

describe("readPlan()", () => {
  it("fills in defaults", () => {
    expect(readPlan(least)).toEqual({
      name: "p",
      mode: "live",
      arms: [
        {
          name: "a",
          provider: { kind: "simulator" },
          model: "hosted-fast",
          maxOutputTokens: undefined,
          temperature: undefined,
          buffer: { strategy: "immediate", options: {} },
        },
        {
          name: "b",
          provider: { kind: "simulator" },
          model: "hosted-fast",
          maxOutputTokens: undefined,
          temperature: undefined,
          buffer: { strategy: "word", options: {} },
        },
      ],
      prompts: { kind: "built-in" },
      pairs: 20,
      warmUp: 4,
      concurrency: 1,
      seed: 1,
      alpha: 0.05,
      primary: ["ttft@flush", "added_delay@flush", "flushes_per_s@flush"],
      margins: {},
    });
  });

  it("reads its own output, through JSON", () => {
    const plan = defaultPlan();

    expect(readPlan(JSON.parse(JSON.stringify(plan)))).toEqual(plan);
  });

  it.each([
    [
      "a plan that is no object",
      5,
      "Cannot read the plan as it must be an object with name, mode,",
    ],
    ["no name", { arms }, "Cannot read the plan as name must be given: it is missing"],
    [
      "an unknown strategy",
      { ...least, arms: [{ name: "a" }, { name: "b", buffer: "words" }] },
      'Cannot read the plan as arms[1].buffer cannot be used: Cannot buffer as the strategy must be one of immediate, time-window, count-or-time, word, smooth: current value is "words"',
    ],
    [
      "a negative rate",
      {
        ...least,
        arms: [
          { name: "a" },
          { name: "b", buffer: { strategy: "time-window", options: { windowMs: -1 } } },
        ],
      },
      "Cannot read the plan as arms[1].buffer cannot be used: Cannot open a time window as windowMs must be a positive number: current value is -1",
    ],
    [
      "too few pairs",
      { ...least, pairs: -3 },
      "Cannot read the plan as pairs must be a whole number from 2 to 100000: current value is -3",
    ],
    [
      "more pairs than fit into memory",
      { ...least, pairs: 1e12 },
      "pairs must be a whole number from 2 to 100000: current value is 1000000000000",
    ],
    [
      "more warm-up than fits into memory",
      { ...least, warmUp: 1e9 },
      "warmUp must be a whole number from 0 to 100000: current value is 1000000000",
    ],
    [
      "more requests at once than a client has ports",
      { ...least, concurrency: 1e7 },
      "concurrency must be a whole number from 1 to 10000: current value is 10000000",
    ],
    [
      "a temperature that no provider takes",
      { ...least, arms: [{ name: "a", temperature: 99 }, { name: "b" }] },
      "arms[0].temperature must be a number from 0 to 2: current value is 99",
    ],
    [
      "more tokens than any model writes",
      { ...least, arms: [{ name: "a", maxOutputTokens: 1e9 }, { name: "b" }] },
      "arms[0].maxOutputTokens must be a whole number from 1 to 10000000",
    ],
    [
      "a name that fills a report",
      { ...least, name: "x".repeat(201) },
      "name must be a string of at most 200 characters",
    ],
    [
      "a metric that is primary twice",
      { ...least, primary: ["ttft@wire", "ttft@wire"] },
      'primary[1] must be a metric that is not in the list already: current value is "ttft@wire"',
    ],
    [
      "a margin in milliseconds of what is compared as a share of answers",
      { ...least, margins: { "stall_ms@wire": { kind: "difference", by: 50 } } },
      "margins.stall_ms@wire.by must be below 1, because this metric is compared by the share of answers with a value above 0: current value is 50",
    ],
    [
      "an impossible alpha",
      { ...least, alpha: 0.5 },
      "Cannot read the plan as alpha must be a number between 0 and 0.5, neither included: current value is 0.5",
    ],
    [
      "one arm",
      { ...least, arms: [{ name: "a" }] },
      "Cannot read the plan as arms must be a list of two arms",
    ],
    [
      "two arms of one name",
      { ...least, arms: [{ name: "a" }, { name: "a" }] },
      'Cannot read the plan as arms must have different names: both are "a"',
    ],
    [
      "a misspelt field",
      { ...least, paris: 3 },
      'Cannot read the plan as "paris" is not one of its fields: did you mean "pairs"?',
    ],
    [
      "a field that is like no other",
      { ...least, arms: [{ name: "a", apiKey: "sk-secret" }, { name: "b" }] },
      'Cannot read the plan as "arms[0].apiKey" is not one of its fields: its fields are name, provider, model,',
    ],
    [
      "an unknown metric",
      { ...least, primary: ["ttft@wires"] },
      'Cannot read the plan as primary[0] must be a metric and its layer: current value is "ttft@wires"; did you mean "ttft@wire"?',
    ],
    [
      "too many primary metrics",
      { ...least, primary: ["ttft@wire", "ttft@flush", "e2e@wire", "e2e@flush"] },
      "Cannot read the plan as primary must be a list of one to three metrics: with more",
    ],
    [
      "no model without a default",
      { ...least, arms: [{ name: "a" }, { name: "b", provider: "openai-chat" }] },
      'Cannot read the plan as arms[1].model is required for the provider "openai-chat"',
    ],
    [
      "an unknown provider",
      { ...least, arms: [{ name: "a", provider: "gemni", model: "m" }, { name: "b" }] },
      'simulator (did you mean "gemini"?): current value is "gemni"',
    ],
    [
      "an address for the embedded provider",
      { ...least, arms: [{ name: "a", provider: { kind: "embedded", baseUrl: "http://a" } }, {}] },
      "Cannot read the plan as arms[0].provider must be without baseUrl if it is embedded",
    ],
    [
      "unknown definitions",
      { ...least, definitions: ["compat:fakai"] },
      'Cannot read the plan as definitions[0] must be one of compat:fakeai: current value is "compat:fakai"',
    ],
    [
      "a metric of another tool without its definitions",
      { ...least, primary: ["fakeai_jitter@wire"] },
      'Cannot read the plan as primary[0] must be a metric and its layer: current value is "fakeai_jitter@wire"',
    ],
    [
      "an unknown profile",
      { ...least, arms: [{ name: "a", model: "hosted-slow" }, { name: "b" }] },
      "Cannot read the plan as arms[0].model cannot be used: Cannot simulate the model as its profile must be one of fixed, hosted-fast,",
    ],
    [
      "a base URL that is none",
      {
        ...least,
        arms: [
          { name: "a" },
          { name: "b", model: "m", provider: { kind: "openai-chat", baseUrl: "localhost" } },
        ],
      },
      'Cannot read the plan as arms[1].provider.baseUrl must be an http or https URL: current value is "localhost"',
    ],
    [
      "a replay of two sources",
      { ...least, mode: "replay", arms: [{ name: "a" }, { name: "b", model: "hosted-large" }] },
      "Cannot read the plan as arms must differ in their buffers only in mode replay",
    ],
  ])("rejects %s in one line with what to change", (_, value, message) => {
    expect(complaint(value)).toContain(message);
    expect(complaint(value)).not.toContain("\n");
  });

  it("keeps the base URL of a simulator, and reads its former name", () => {
    const provider = { kind: "simulator", baseUrl: "http://127.0.0.1:8000/v1" };
    const simulators = [
      { name: "a", provider: "embedded" },
      { name: "b", provider, model: "fixed" },
    ];

    expect(readPlan({ name: "p", arms: simulators }).arms.map((arm) => arm.provider)).toEqual([
      { kind: "simulator" },
      provider,
    ]);
  });

  it("stores the exact name of a provider with a short one", () => {
    const both = ["openai", "openai-chat"].map((provider) => ({
      name: provider,
      provider,
      model: "m",
    }));

    expect(readPlan({ name: "p", arms: both }).arms.map(({ provider }) => provider.kind)).toEqual([
      "openai-chat",
      "openai-chat",
    ]);
  });

  it("does not print the password of a URL", () => {
    const provider = { kind: "openai-chat", baseUrl: "https://me:sk-secret@example.com/v1" };

    const message = complaint({
      ...least,
      arms: [{ name: "a" }, { name: "b", model: "m", provider }],
    });

    expect(message).toContain("must be a URL without user and password");
    expect(message).not.toContain("sk-secret");
  });
});
