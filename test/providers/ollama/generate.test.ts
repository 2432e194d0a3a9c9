import { describe, expect, it } from "vitest";

import { type ChatMessage, ollamaGenerate } from "../../../src/providers/index.ts";
import { ANSWER, itObeysTheProviderLaws } from "../../contracts/provider.ts";
import {
  answerFrom,
  casesOf,
  itObeysTheWireLaws,
  KEY,
  REQUEST,
  type Wire,
} from "../../contracts/wire-provider.ts";
import { byteServer, sendsAs } from "../../support/servers/byte-server.ts";
import { plainAnswer, wireFixtures } from "../../support/wire-fixture.ts";
import { doneLine, generateLine, line, MALFORMED, OVERLOADED } from "./ollama-wire.ts";

const NDJSON = "application/x-ndjson";

const wire: Wire = {
  create: (baseUrl) => ollamaGenerate({ apiKey: KEY, baseUrl }),
  contentType: NDJSON,
  answer: [
    ...["Hello ", "漢字 ", "👍", "!"].map((response) => generateLine({ response })),
    doneLine({ message: undefined, context: [1, 2, 3] }),
  ],
  beginning: [generateLine({ response: "Hel" })],
  malformed: MALFORMED,
  error: OVERLOADED,
};

async function sentFor(messages: readonly ChatMessage[]) {
  const server = await byteServer(sendsAs(NDJSON, doneLine()));
  const create = () => ollamaGenerate({ baseUrl: server.url });
  await answerFrom({ create, request: { model: "m", messages } }, sendsAs(NDJSON));
  return server.latest;
}

describe("ollamaGenerate()", () => {
  itObeysTheProviderLaws(casesOf(wire));
  itObeysTheWireLaws(wire);

  it.each(wireFixtures("ollama-generate"))("understands $name", async ({ payloads, expected }) => {
    expect(plainAnswer(await answerFrom(wire, sendsAs(NDJSON, ...payloads.map(line))))).toEqual(
      expected,
    );
  });

  it("separates reasoning from the answer", async () => {
    const { text, reasoning } = await answerFrom(
      wire,
      sendsAs(
        NDJSON,
        generateLine({ thinking: "Hm" }),
        generateLine({ response: "a" }),
        doneLine(),
      ),
    );

    expect({ text, reasoning }).toEqual({ text: "a", reasoning: "Hm" });
  });

  it("reads an answer that is not streamed", async () => {
    const { text, end } = await answerFrom(
      { ...wire, request: { ...REQUEST, stream: false } },
      sendsAs("application/json", doneLine({ message: undefined, response: ANSWER })),
    );

    expect({ text, end }).toEqual({ text: ANSWER, end: { kind: "stop", raw: "stop" } });
  });

  it("sends one user message as the prompt, with images and system message in their own fields", async () => {
    const image = { type: "image", mediaType: "image/png", bytes: new Uint8Array([1]) } as const;
    const { body, path } = await sentFor([
      { role: "system", content: "Be brief." },
      { role: "user", content: [{ type: "text", text: "What is it?" }, image] },
    ]);

    expect(path).toBe("/v1/api/generate");
    expect(body).toEqual({
      model: "m",
      stream: true,
      prompt: "What is it?",
      system: "Be brief.",
      images: ["AQ=="],
    });
  });

  it("writes a transcript of a conversation into the prompt", async () => {
    const { body } = await sentFor([
      { role: "user", content: "One?" },
      { role: "assistant", content: "Two." },
      { role: "user", content: "Three?" },
    ]);

    expect(body).toMatchObject({
      prompt: "User: One?\n\nAssistant: Two.\n\nUser: Three?\n\nAssistant:",
    });
  });

  it("refuses tools", async () => {
    const tools = [{ name: "weather", parameters: { type: "object" } }];
    const { end } = await answerFrom({ ...wire, request: { ...REQUEST, tools } }, sendsAs(NDJSON));

    expect(end).toMatchObject({
      failure: {
        code: "unexpected",
        detail: "Cannot request tools from Ollama's generate as its requests have no field for it",
      },
    });
  });
});
