import { describe, expect, it } from "vitest";

import { numberSettings, readSettings, simulatedFetch } from "../../../src/simulator/index.ts";
import { simulateAnswer } from "../../../src/simulator/answer/simulate-answer.ts";
import { echo, simulator } from "../../support/simulator.ts";

/** A value with a visible effect for each setting, with the other settings that it needs. */
const showing: Readonly<Record<string, string>> = {
  ttftMs: "ttftMs=300",
  promptTokenMs: "promptTokenMs=2",
  ttftSigma: "ttftSigma=0.5",
  itlMs: "itlMs=33",
  requestSigma: "requestSigma=0.5",
  tokenSigma: "tokenSigma=0.5",
  driftPerThousand: "driftPerThousand=100",
  stallsPerThousand: "stallsPerThousand=900,stallMs=50",
  stallMs: "stallMs=50,stallsPerThousand=900",
  reasoningTokens: "reasoningTokens=4",
  draftTokens: "draftTokens=2",
  acceptance: "acceptance=1,draftTokens=2",
  coalesceMs: "coalesceMs=70",
  holdBackTokens: "holdBackTokens=2",
  rttMs: "rttMs=40",
  networkJitterMs: "networkJitterMs=5",
  lossToBad: "lossToBad=0.6",
  lossToGood: "lossToGood=0.01,lossToBad=0.6",
  rtoMs: "rtoMs=900,lossToBad=0.6",
  nagleMs: "nagleMs=45",
};

/** Settings without an effect on generated answers: those of proxies, engines and recordings. */
const elsewhere = [
  "proxyBytes",
  "stepMs",
  "decodeMs",
  "kvThousandMs",
  "prefillTokenMs",
  "maxBatch",
  "maxStepTokens",
  "kvCapacityTokens",
  "speed",
];

const planOf = (settings: string) =>
  simulateAnswer({ model: `fixed:${settings}`, prompt: "echo: a b c d e f g h", seed: 5 }).tokens;

describe("a setting", () => {
  it("has a test here or elsewhere", () => {
    expect([...Object.keys(showing), ...elsewhere].toSorted()).toEqual(
      Object.keys(numberSettings).toSorted(),
    );
  });

  it.each(Object.entries(showing))("changes the times of tokens: %s", (_name, settings) => {
    const others = settings.split(",").slice(1).join(",");

    expect(planOf(settings)).not.toEqual(planOf(others));
    expect(planOf(settings)).toEqual(planOf(settings));
  });

  it("can be set for one request by a header", async () => {
    const { url, truth } = await simulator();
    await (
      await fetch(`${url}/chat/completions`, {
        method: "POST",
        headers: { "x-sim-settings": "ttftMs=7,itlMs=2", "x-sim-faults": "cut@after=2" },
        body: JSON.stringify({ ...echo("a b c"), model: "fixed", stream: true }),
      })
    ).text();

    expect(await truth()).toMatchObject([
      { state: "cut", tokens: [{ dueUs: 7_000 }, { dueUs: 9_000 }] },
    ]);
  });

  it("makes a proxy buffer the answer up to a number of bytes", async () => {
    // Without a socket, each write is a read.
    const ask = simulatedFetch();
    const readsOf = async (proxyBytes: number) => {
      const model = `fixed:ttftMs=1,itlMs=3,proxyBytes=${proxyBytes}`;
      const body = JSON.stringify({ ...echo("a b c d e f g h"), model, stream: true });
      const response = await ask("http://s/v1/chat/completions", { method: "POST", body });
      const reads: number[] = [];
      for await (const read of response.body ?? []) reads.push(read.length);
      return reads;
    };

    // One per token and one for the end.
    expect(await readsOf(0)).toHaveLength(9);
    expect(await readsOf(1_000_000)).toHaveLength(1);
  });

  it.each([
    [{ itlMs: -1 }, "itlMs must be a number from 0: current value is -1"],
    [{ itlMs: Infinity }, "itlMs must be a number from 0"],
    [{ lossToBad: 1.5 }, "lossToBad must be a number from 0 to 1: current value is 1.5"],
    [{ shape: "round" }, "shape must be one of lognormal, normal, gamma, constant"],
    [{ toString: 1 }, 'current value is "toString"'],
  ])("is refused if invalid: %j", (given, message) => {
    expect(() => readSettings(given)).toThrow(message);
  });
});
