import OpenAI from "openai";
import { describe, expect, it } from "vitest";

import { simulator } from "../../support/simulator.ts";

const BODY = {
  model: "fixed:ttftMs=1,itlMs=20",
  voice: "alloy",
  input: "One word after the other",
  response_format: "pcm",
} as const;

async function connected() {
  const { url } = await simulator();
  return new OpenAI({ apiKey: "any", baseURL: url, maxRetries: 0 });
}

describe("the simulator's speech, read by OpenAI's SDK", () => {
  it("streams while audio is generated", async () => {
    const client = await connected();
    const response = await client.audio.speech.create(BODY);
    let sizeBytes = 0;
    let reads = 0;
    for await (const bytes of response.body ?? []) {
      sizeBytes += bytes.length;
      reads++;
    }

    expect(sizeBytes).toBe(BODY.input.length * 3_200);
    expect(reads).toBeGreaterThan(1);
  });

  it("can be read as a file", async () => {
    const client = await connected();
    const response = await client.audio.speech.create({ ...BODY, response_format: "wav" });
    const blob = await response.blob();

    expect(blob.type).toBe("audio/wav");
    expect(blob.size).toBe(44 + BODY.input.length * 3_200);
  });

  it("is rejected with the API's error", async () => {
    const client = await connected();

    await expect(client.audio.speech.create({ ...BODY, speed: 9 })).rejects.toMatchObject({
      status: 400,
      type: "invalid_request_error",
    });
  });
});
