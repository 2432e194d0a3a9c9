import { connect } from "node:net";

import OpenAI from "openai";
import { OpenAIRealtimeWS } from "openai/realtime/ws";
import { describe, expect, it, onTestFinished } from "vitest";

import { simulator } from "../../support/simulator.ts";

/** The SDK only supports `wss`, but the local simulator has no certificate. */
async function connected(model: string) {
  const { url } = await simulator();
  const { hostname, port } = new URL(url);
  const session = new OpenAIRealtimeWS(
    {
      model,
      options: { createConnection: () => connect(Number(port), hostname) },
    },
    new OpenAI({ apiKey: "any", baseURL: url }),
  );
  onTestFinished(() => session.close());
  await new Promise((resolve) => {
    session.once("session.created", resolve);
  });
  return session;
}

const TEXT = "Prose, 漢字かな and 👩‍👩‍👧 emoji.";

describe("the simulator's realtime API, read by OpenAI's SDK", () => {
  it.each(["text", "audio"] as const)("streams %s", async (modality) => {
    const session = await connected("fixed:ttftMs=1,itlMs=0");
    let text = "";
    let audioBytes = 0;
    session.on("response.output_text.delta", ({ delta }) => {
      text += delta;
    });
    session.on("response.output_audio_transcript.delta", ({ delta }) => {
      text += delta;
    });
    session.on("response.output_audio.delta", ({ delta }) => {
      audioBytes += Buffer.from(delta, "base64").length;
    });
    const done = session.emitted("response.done");
    session.send({
      type: "conversation.item.create",
      item: {
        type: "message",
        role: "user",
        content: [{ type: "input_text", text: `echo: ${TEXT}` }],
      },
    });
    session.send({ type: "response.create", response: { output_modalities: [modality] } });

    expect((await done).response).toMatchObject({
      status: "completed",
      object: "realtime.response",
    });
    expect(text).toBe(TEXT);
    expect(audioBytes > 0).toBe(modality === "audio");
  });

  it("reports an error", async () => {
    const session = await connected("fixed");
    const failed = new Promise((resolve) => {
      session.on("error", resolve);
    });
    session.send({ type: "response.cancel" });

    expect(await failed).toMatchObject({ error: { code: "response_cancel_not_active" } });
  });
});
