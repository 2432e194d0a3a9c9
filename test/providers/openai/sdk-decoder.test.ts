import OpenAI from "openai";
import { describe, expect, it } from "vitest";

import type { StreamEventBody } from "../../../src/events/index.ts";
import {
  openAiChat,
  openAiCompletions,
  openAiResponses,
  type Provider,
  type SdkSettings,
} from "../../../src/providers/index.ts";
import { answerFrom, KEY, REQUEST } from "../../contracts/wire-provider.ts";
import {
  byteServer,
  chunk,
  resetsAfterAs,
  sends,
  sendsAs,
} from "../../support/servers/byte-server.ts";
import { listOf } from "../../support/events.ts";
import { attempt, recorded, recordings, responseEvent } from "./openai-support.ts";

const PROVIDERS: Readonly<Record<string, (settings: SdkSettings) => Provider>> = {
  "openai-chat": openAiChat,
  "openai-completions": openAiCompletions,
  "openai-responses": openAiResponses,
};

const all = Object.entries(PROVIDERS).flatMap(([wire, make]) =>
  recordings(wire).map((name) => ({ title: `${wire}/${name}`, wire, name, make })),
);

/** The events of a provider for a body, in any framing, and what it throws. */
async function eventsOf(provider: Provider, body: Uint8Array, stream = true) {
  const contentType = stream ? "text/event-stream" : "application/json";
  const fetch = async () =>
    new Response(Uint8Array.from(body), { headers: { "content-type": contentType } });
  const events: StreamEventBody[] = [];
  try {
    for await (const read of provider.stream({ ...REQUEST, stream }, attempt(fetch))) {
      events.push(...read.events);
    }
    return { events, error: undefined };
  } catch (error) {
    return { events, error };
  }
}

const truncated: Readonly<Record<string, string>> = {
  "openai-chat": chunk({ content: "Hel" }),
  "openai-completions": 'data: {"choices":[{"text":"Hel","finish_reason":null}]}\n\n',
  "openai-responses": responseEvent("response.output_text.delta", {
    output_index: 0,
    delta: "Hel",
  }),
};

const kinds = Object.entries(PROVIDERS).map(([wire, make]) => ({ wire, make }));

describe("the SDK's decoder", () => {
  it.each(all)(
    "emits the same events as this package's decoder for $title",
    async ({ wire, name, make }) => {
      const body = recorded(wire, name);
      const ours = await eventsOf(make({ apiKey: KEY }), body);
      const theirs = await eventsOf(make({ apiKey: KEY, decode: "sdk" }), body);

      expect(theirs).toEqual(ours);
      expect(ours.events.length).toBeGreaterThan(0);
    },
  );

  it.each(kinds)("emits them for an answer that is not streamed, of $wire", async ({ make }) => {
    const usage = { prompt_tokens: 1, completion_tokens: 1, input_tokens: 1, output_tokens: 1 };
    const content = [{ type: "output_text", text: "Hello", annotations: [] }];
    const body = Buffer.from(
      JSON.stringify({
        model: "m-1",
        status: "completed",
        choices: [
          { index: 0, text: "Hello", message: { content: "Hello" }, finish_reason: "stop" },
        ],
        output: [{ type: "message", id: "msg_1", role: "assistant", content }],
        usage,
      }),
    );
    const ours = await eventsOf(make({ apiKey: KEY }), body, false);
    const theirs = await eventsOf(make({ apiKey: KEY, decode: "sdk" }), body, false);

    expect(theirs).toEqual(ours);
    expect(ours.events).toContainEqual(expect.objectContaining({ text: "Hello" }));
  });

  it("streams an answer with the content type of JSON", async () => {
    const create = (baseUrl: string) => openAiChat({ apiKey: KEY, baseUrl, decode: "sdk" });
    const frames = [chunk({ content: "Hello" }), chunk({}, { finish: "stop" }), "data: [DONE]\n\n"];
    const { text, end } = await answerFrom({ create }, sendsAs("application/json", ...frames));

    expect({ text, end }).toEqual({ text: "Hello", end: { kind: "stop", raw: "stop" } });
  });

  it("reports a connection that breaks inside a JSON answer", async () => {
    const create = (baseUrl: string) => openAiChat({ apiKey: KEY, baseUrl, decode: "sdk" });
    const { end } = await answerFrom({ create }, resetsAfterAs("application/json", '{"choices":['));

    expect(end).toMatchObject({ kind: "failed", failure: { code: "connection-lost" } });
  });

  it.each(kinds)("lets this package report that an answer of $wire was cut off", async (kind) => {
    const create = (baseUrl: string) => kind.make({ apiKey: KEY, baseUrl, decode: "sdk" });
    const { text, end } = await answerFrom({ create }, sends(truncated[kind.wire] ?? ""));

    expect({ text, end }).toEqual({ text: "Hel", end: { kind: "truncated", raw: undefined } });
  });

  it("hides it from its own users: the loop ends as if the answer were complete", async () => {
    const { url } = await byteServer(sends(chunk({ content: "Hel" })));
    const client = new OpenAI({ apiKey: KEY, baseURL: url, maxRetries: 0 });
    const stream = await client.chat.completions.create({
      model: "m",
      messages: [{ role: "user", content: "Hi" }],
      stream: true,
    });
    const chunks = await listOf(stream);

    expect(chunks.map(({ choices }) => choices[0]?.delta.content)).toEqual(["Hel"]);
  });

  it("drops [DONE], so an answer without a finish reason looks cut off", async () => {
    const body = sends(chunk({ content: "a" }), "data: [DONE]\n\n");
    const ours = await answerFrom(
      { create: (baseUrl) => openAiChat({ apiKey: KEY, baseUrl }) },
      body,
    );
    const theirs = await answerFrom(
      { create: (baseUrl) => openAiChat({ apiKey: KEY, baseUrl, decode: "sdk" }) },
      body,
    );

    expect([ours.end?.kind, theirs.end?.kind]).toEqual(["stop", "truncated"]);
  });

  it.each([
    ["malformed", 'data: {"choices":[\n\n', { code: "malformed-payload" }],
    [
      "an error",
      'data: {"error":{"message":"overloaded","type":"busy"}}\n\n',
      { code: "provider-error", detail: "overloaded", type: "busy" },
    ],
  ])("lets this package report %s", async (_what, frame, failure) => {
    const create = (baseUrl: string) => openAiChat({ apiKey: KEY, baseUrl, decode: "sdk" });
    const { text, end } = await answerFrom({ create }, sends(chunk({ content: "Hel" }), frame));

    expect(text).toBe("Hel");
    expect(end).toMatchObject({ kind: "failed", failure });
  });

  it("reports reads of unknown size as 0", async () => {
    const { url } = await byteServer(sendsAs("text/event-stream", chunk({ content: "a" })));
    const reads = await listOf(
      openAiChat({ apiKey: KEY, baseUrl: url, decode: "sdk" }).stream(REQUEST, attempt()),
    );

    expect(new Set(reads.map(({ sizeBytes }) => sizeBytes))).toEqual(new Set([0]));
  });
});
