import { describe, expect, it } from "vitest";

import { systemClock } from "../../src/clock/index.ts";
import { collect } from "../../src/events/index.ts";
import { decodeRecording } from "../support/decode-recording.ts";
import { startStream } from "../../src/lifecycle/index.ts";
import {
  type Provider,
  providerCatalogue,
  readRecordings,
  recordProvider,
  replayRecording,
  writeRecording,
} from "../../src/providers/index.ts";
import { recordedTokens } from "../../src/simulator/answer/recorded-plan.ts";
import type { SimulatedToken } from "../../src/simulator/answer/simulated-answer.ts";
import { seededRandom } from "../../src/stats/index.ts";
import { simulator } from "../support/simulator.ts";

const SECRET = "sk-secret-1234567890";

const ENVIRONMENT = {
  AWS_REGION: "eu-central-1",
  AWS_ACCESS_KEY_ID: "AKIDEXAMPLE",
  AWS_SECRET_ACCESS_KEY: SECRET,
};

/** The base path of each API at the simulator. */
function rootOf(id: string): string {
  if (id === "gemini") return "/v1beta";
  return /bedrock|ollama|anthropic|azure/u.test(id) ? "/" : "/v1";
}

const ask = (provider: Provider) =>
  collect(
    startStream(
      provider,
      {
        model: "fixed:ttftMs=2,itlMs=1",
        messages: [{ role: "user", content: "echo: Hello there" }],
      },
      { clock: systemClock(), random: seededRandom(1), retry: { attempts: 1 } },
    ),
  );

const textOf = (tokens: readonly SimulatedToken[]) => tokens.map(({ text }) => text).join("");

describe("the catalogue at the simulator", () => {
  it.each(providerCatalogue)("$id is recorded without its key, and replayed", async (entry) => {
    const { url } = await simulator();
    const isSigned = entry.id.startsWith("bedrock");
    const provider = entry.create({
      environment: ENVIRONMENT,
      baseUrl: new URL(rootOf(entry.id), url).href.replace(/\/$/u, ""),
      ...(isSigned ? {} : { apiKey: SECRET }),
    });
    let file = "";
    const recorded = recordProvider(provider, (recording) => {
      file += writeRecording(recording);
    });
    const live = await ask(recorded);
    const [recording] = readRecordings(file).recordings;
    const again = recording && (await ask(replayRecording(recording, provider, { speed: 1_000 })));
    const trace = recording && (await decodeRecording(recording, provider));

    expect(live).toMatchObject({
      end: { kind: "stop" },
      text: expect.stringContaining("Hello there"),
    });
    expect(again).toEqual({ ...live, usage: { ...live.usage, at: expect.anything() } });
    expect(trace?.reads.map(({ at }) => at)).toEqual(
      recording?.reads.map(({ at }) => expect.closeTo(at, 6)),
    );
    expect(trace && textOf(recordedTokens(trace))).toBe(live.text);
    expect(file).not.toContain(SECRET);
    expect(file).not.toMatch(/authorization|x-api-key|x-goog|signature/iu);
  });
});
