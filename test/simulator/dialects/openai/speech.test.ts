import { describe, expect, it } from "vitest";

import { asText, dig, parseJson } from "../../../../src/wire/index.ts";
import { RANDOM_MODEL, itWritesTheSameBytes } from "../../../contracts/same-bytes.ts";
import { simulator } from "../../../support/simulator.ts";

const BODY = {
  model: "fixed:ttftMs=1,itlMs=0",
  voice: "alloy",
  input: "Hi, there",
  response_format: "pcm",
};

/** Samples per second. */
const RATE = 24_000;

async function speaking() {
  const simulated = await simulator();
  const speak = (body: object) =>
    fetch(`${simulated.url}/audio/speech`, { method: "POST", body: JSON.stringify(body) });
  const samples = async (body: object) => samplesIn(await (await speak(body)).arrayBuffer());
  return { ...simulated, speak, samples };
}

function samplesIn(buffer: ArrayBuffer): number[] {
  const view = new DataView(buffer);
  return Array.from({ length: view.byteLength / 2 }, (_, index) => view.getInt16(index * 2, true));
}

/** Counts the upward zero crossings of a tone, which give its pitch. */
const turnsIn = (samples: readonly number[]) =>
  samples.filter((sample, index) => sample >= 0 && (samples[index - 1] ?? 0) < 0).length;

describe("the simulator's speech", () => {
  itWritesTheSameBytes("as audio", () => ({
    method: "POST",
    path: "/v1/audio/speech",
    headers: {},
    body: JSON.stringify({ ...BODY, model: RANDOM_MODEL, input: "one two three four five six" }),
  }));

  it("is a tone for each word, with the duration of the word", async () => {
    const { speak } = await speaking();
    const response = await speak(BODY);
    const all = samplesIn(await response.arrayBuffer());
    const word = all.slice(0, (RATE / 15) * 2);
    const comma = all.slice(word.length, word.length + RATE / 15);
    const pitchHz = turnsIn(word) / (word.length / RATE);

    expect(response.headers.get("content-type")).toBe("audio/pcm");
    expect(all).toHaveLength((RATE / 15) * BODY.input.length);
    expect(new Set(comma)).toEqual(new Set([0]));
    expect(Math.max(...word)).toBeGreaterThan(9_000);
    expect(pitchHz).toBeGreaterThan(95);
    expect(pitchHz).toBeLessThan(305);
  });

  it("is the same for the same text and voice", async () => {
    const { samples } = await speaking();
    const first = await samples(BODY);

    expect(await samples(BODY)).toEqual(first);
    expect(await samples({ ...BODY, voice: { id: "voice_1" } })).not.toEqual(first);
  });

  it("is shorter when it is faster", async () => {
    const { samples } = await speaking();

    expect(await samples({ ...BODY, speed: 2 })).toHaveLength((RATE / 30) * BODY.input.length);
  });

  it("is a file with a WAV header", async () => {
    const { speak, samples } = await speaking();
    const response = await speak({ ...BODY, response_format: "wav" });
    const file = await response.arrayBuffer();
    const head = new DataView(file);

    expect(response.headers.get("content-type")).toBe("audio/wav");
    expect(Buffer.from(file).toString("latin1", 0, 16)).toMatch(/^RIFF....WAVEfmt $/su);
    expect([head.getUint16(22, true), head.getUint32(24, true)]).toEqual([1, RATE]);
    expect(samplesIn(file.slice(44))).toEqual(await samples(BODY));
  });

  it("is the same in events", async () => {
    const { speak, samples } = await speaking();
    const response = await speak({ ...BODY, stream_format: "sse" });
    const body = await response.text();
    const events = Array.from(body.matchAll(/^data: (.*)$/gmu), ([, data = ""]) => parseJson(data));
    const bytes = events.map((event) => Buffer.from(asText(dig(event, "audio")) ?? "", "base64"));
    const joined = Buffer.concat(bytes);

    expect(response.headers.get("content-type")).toBe("text/event-stream; charset=utf-8");
    expect(samplesIn(Uint8Array.from(joined).buffer)).toEqual(await samples(BODY));
    expect(events.at(-1)).toEqual({
      type: "speech.audio.done",
      usage: { input_tokens: 3, output_tokens: 3, total_tokens: 6 },
    });
  });

  it("arrives token by token at the times of the profile", async () => {
    const { speak, truth } = await speaking();
    const response = await speak({ ...BODY, model: "fixed:ttftMs=20,itlMs=30" });
    await response.arrayBuffer();
    const [record] = await truth();

    expect(record?.tokens.map(({ dueUs }) => dueUs)).toEqual([20_000, 50_000, 80_000]);
    expect(record?.state).toBe("complete");
  });

  it("speaks commands in the input instead of following them", async () => {
    const { samples } = await speaking();
    const input = "call: x {}\nrefuse: y";

    expect(await samples({ ...BODY, input })).toHaveLength((RATE / 15) * input.length);
  });

  it.each([
    [{ input: "" }, '"input" must be a string of 1 to 4096 characters: current value is 0'],
    [{ input: "a".repeat(4_097) }, "current value is 4097"],
    [{ voice: undefined }, '"voice" must be a name'],
    [{ speed: 5 }, '"speed" must be a number from 0.25 to 4: current value is 5'],
    [{ response_format: "opus" }, '"response_format" must be one of pcm, wav'],
    [{ response_format: undefined }, '"response_format" must be one of pcm, wav'],
    [{ stream_format: "ndjson" }, '"stream_format" must be one of audio, sse'],
    [{ model: undefined }, '"model" must be a string'],
  ])("rejects %j", async (wrong, message) => {
    const { speak, json } = await speaking();
    const response = await speak({ ...BODY, ...wrong });

    expect(response.status).toBe(400);
    expect(await json(response)).toMatchObject({
      error: { message: expect.stringContaining(message), type: "invalid_request_error" },
    });
  });

  it("ends early on request", async () => {
    const { samples } = await speaking();
    const cut = await samples({ ...BODY, model: `${BODY.model}+cut@after=1` });

    expect(cut).toHaveLength((RATE / 15) * 2);
  });
});
