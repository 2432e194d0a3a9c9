import { describe, expect, it } from "vitest";

import {
  readSimulatorConfig,
  simulatedFetch,
  type SimulatorConfig,
} from "../../../src/simulator/index.ts";
import { simulateAnswer } from "../../../src/simulator/answer/simulate-answer.ts";
import { echo } from "../../support/simulator.ts";

/** Due times of an echo under a configuration. */
const dueUnder = ({ rules }: SimulatorConfig, model = "fixed") =>
  simulateAnswer({ model, prompt: "echo: a b c d", seed: 1 }, { rules }).tokens.map(
    ({ dueMs }) => dueMs,
  );

const plain = dueUnder({ rules: {} });

describe("readSimulatorConfig()", () => {
  it.each([
    [{ port: 8000 }, { port: 8000 }],
    [{ host: "::1" }, { host: "::1" }],
    [{ seed: 7 }, { seed: 7 }],
    [{ truth: "truth.jsonl" }, { truth: "truth.jsonl" }],
    [{ maxStreams: 3 }, { rules: { maxStreams: 3 } }],
    [{ "max-num-seqs": 3 }, { rules: { maxStreams: 3 } }],
    [{ workers: 2 }, { rules: { workers: 2 } }],
    [{ cacheTokens: 64 }, { rules: { cacheTokens: 64 } }],
    [{ routing: "random" }, { rules: { routing: "random" } }],
  ])("accepts %j", (given, config) => {
    expect(readSimulatorConfig(given)).toMatchObject(config);
  });

  it.each([
    [{ settings: { ttftMs: 5 } }],
    [{ settings: { shape: "empirical", tokenSigma: 1 }, gapsMs: [1, 2, 40] }],
    [{ "time-to-first-token": 300 }],
    [{ "time-to-first-token": "0.3s", "time-to-first-token-std-dev": "60ms" }],
    [{ "inter-token-latency": 7 }],
    [{ "inter-token-latency": 7, "inter-token-latency-std-dev": 2 }],
    [{ "prefill-overhead": 90 }],
    [{ "prefill-time-per-token": 3 }],
  ])("changes the times of tokens by %j", (given) => {
    expect(dueUnder(readSimulatorConfig(given))).not.toEqual(plain);
  });

  it("answers unknown model names with the fallback, and applies faults to all", async () => {
    const { rules } = readSimulatorConfig({
      fallback: "fixed",
      faults: ["cut@after=2"],
      settings: { ttftMs: 1, itlMs: 0 },
    });
    const body = JSON.stringify({ ...echo("a b c"), model: "mine", stream: true });
    const answer = await simulatedFetch(rules)("http://s/v1/chat/completions", {
      method: "POST",
      body,
    });
    const text = await answer.text();

    expect(text).toContain('"content":" b"');
    expect(text).not.toContain('"content":" c"');
  });
});
