import Anthropic from "@anthropic-ai/sdk";
import {
  BedrockRuntimeClient,
  ConverseCommand,
  InvokeModelCommand,
} from "@aws-sdk/client-bedrock-runtime";
import { GoogleGenAI, Type } from "@google/genai";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import { Ollama } from "ollama";
import OpenAI from "openai";
import { describe, expect, it, onTestFinished } from "vitest";

import { dialects } from "../../../src/simulator/server/dialects.ts";
import { asText, dig, parseJson } from "../../../src/wire/index.ts";
import { schemaFaults } from "../../support/schema-faults.ts";
import { simulator } from "../../support/simulator.ts";

const model = "fixed:ttftMs=1,itlMs=0";

/** Valid under the rules of every provider. */
const REPORT = {
  type: "object",
  properties: {
    city: { type: "string" },
    mood: { type: "string", enum: ["sunny", "gloomy"] },
    days: {
      type: "array",
      items: {
        type: "object",
        properties: {
          date: { type: "string", format: "date" },
          degrees: { type: "number" },
          note: { anyOf: [{ type: "string" }, { type: "null" }] },
        },
        required: ["date", "degrees", "note"],
        additionalProperties: false,
      },
    },
  },
  required: ["city", "mood", "days"],
  additionalProperties: false,
};

const QUESTION = "Tell me about the weather in Paris.";

const messages = [{ role: "user" as const, content: QUESTION }];

const named = { name: "report", schema: REPORT, strict: true };

async function connected() {
  const { url } = await simulator();
  const { origin } = new URL(url);
  const bedrock = new BedrockRuntimeClient({
    endpoint: origin,
    region: "eu-central-1",
    credentials: { accessKeyId: "any", secretAccessKey: "any" },
    maxAttempts: 1,
    requestHandler: new NodeHttpHandler(),
  });
  onTestFinished(() => bedrock.destroy());
  return {
    openai: new OpenAI({ apiKey: "any", baseURL: url, maxRetries: 0, logLevel: "off" }),
    anthropic: new Anthropic({ apiKey: "any", baseURL: origin, maxRetries: 0, logLevel: "off" }),
    gemini: new GoogleGenAI({ apiKey: "any", httpOptions: { baseUrl: origin } }).models,
    ollama: new Ollama({ host: origin }),
    bedrock,
  };
}

type Clients = Awaited<ReturnType<typeof connected>>;

const chatFormat = { type: "json_schema" as const, json_schema: named };

const responsesFormat = { format: { type: "json_schema" as const, ...named } };

/** Returns the text of an answer in the JSON format, by each SDK. */
const ordered: Readonly<Record<string, (clients: Clients) => Promise<string | undefined>>> = {
  "OpenAI chat": async ({ openai }) => {
    const request = { model, messages, response_format: chatFormat };
    const completion = await openai.chat.completions.create(request);
    return completion.choices[0]?.message.content ?? undefined;
  },
  "OpenAI chat, parsed by its helper": async ({ openai }) => {
    const request = { model, messages, response_format: chatFormat };
    const completion = await openai.chat.completions.parse(request);
    return JSON.stringify(completion.choices[0]?.message.parsed);
  },
  "OpenAI chat, streamed": async ({ openai }) =>
    (await openai.chat.completions
      .stream({ model, messages, response_format: chatFormat })
      .finalContent()) ?? undefined,
  "OpenAI responses": async ({ openai }) =>
    (await openai.responses.create({ model, input: QUESTION, text: responsesFormat })).output_text,
  "OpenAI responses, parsed by its helper": async ({ openai }) => {
    const request = { model, input: QUESTION, text: responsesFormat };
    return JSON.stringify((await openai.responses.parse(request)).output_parsed);
  },
  "OpenAI responses, streamed": async ({ openai }) => {
    const request = { model, input: QUESTION, text: responsesFormat };
    return (await openai.responses.stream(request).finalResponse()).output_text;
  },
  Anthropic: async ({ anthropic }) => {
    const output_config = { format: { type: "json_schema" as const, schema: REPORT } };
    const request = { model, max_tokens: 1_000, messages, output_config };
    const { content } = await anthropic.messages.create(request);
    return content[0]?.type === "text" ? content[0].text : undefined;
  },
  "Anthropic's beta": async ({ anthropic }) => {
    const output_format = { type: "json_schema" as const, schema: REPORT };
    const request = { model, max_tokens: 1_000, messages, output_format };
    const { content } = await anthropic.beta.messages.create(request);
    return content[0]?.type === "text" ? content[0].text : undefined;
  },
  "Gemini, with JSON Schema": async ({ gemini }) => {
    const config = { responseMimeType: "application/json", responseJsonSchema: REPORT };
    return (await gemini.generateContent({ model, contents: QUESTION, config })).text;
  },
  "Gemini, streamed": async ({ gemini }) => {
    const config = { responseMimeType: "application/json", responseJsonSchema: REPORT };
    let text = "";
    for await (const chunk of await gemini.generateContentStream({
      model,
      contents: QUESTION,
      config,
    })) {
      text += chunk.text ?? "";
    }
    return text;
  },
  Ollama: async ({ ollama }) =>
    (await ollama.chat({ model, messages, format: REPORT })).message.content,
  "Ollama's generate": async ({ ollama }) =>
    (await ollama.generate({ model, prompt: QUESTION, format: REPORT })).response,
  "Anthropic's models on Bedrock": async ({ bedrock }) => {
    const output_config = { format: { type: "json_schema", schema: REPORT } };
    const anthropic_version = "bedrock-2023-05-31";
    const request = { anthropic_version, max_tokens: 1_000, messages, output_config };
    const command = new InvokeModelCommand({ modelId: model, body: JSON.stringify(request) });
    const { body } = await bedrock.send(command);
    return asText(dig(parseJson(body.transformToString()), "content", 0, "text"));
  },
  "vLLM's text completions": async ({ openai }) => {
    const request = { model, prompt: QUESTION, max_tokens: 1_000, response_format: chatFormat };
    return (await openai.completions.create(request)).choices[0]?.text;
  },
  Bedrock: async ({ bedrock }) => {
    const jsonSchema = { schema: JSON.stringify(REPORT), name: "report" };
    const { output } = await bedrock.send(
      new ConverseCommand({
        modelId: model,
        messages: [{ role: "user", content: [{ text: QUESTION }] }],
        outputConfig: { textFormat: { type: "json_schema", structure: { jsonSchema } } },
      }),
    );
    return output?.message?.content?.[0]?.text;
  },
};

/** Dialects whose answers are text, each with at least one case above. */
const TEXT_DIALECTS = [
  "anthropic-messages",
  "bedrock",
  "bedrock-anthropic",
  "gemini",
  "ollama",
  "openai-chat",
  "openai-completions",
  "openai-responses",
];

describe("the simulator with a JSON format", () => {
  it("is tested with every dialect that answers with text", () => {
    const ids = dialects.map(({ id }) => id).filter((id) => id !== "openai-speech");

    expect(ids.toSorted()).toEqual(TEXT_DIALECTS);
  });

  it.each(Object.entries(ordered))("answers with JSON that fits: %s", async (_name, ask) => {
    const text = await ask(await connected());

    expect(schemaFaults(REPORT, parseJson(text ?? ""))).toEqual([]);
  });

  it("fits a schema in Gemini's format", async () => {
    const { gemini } = await connected();
    const responseSchema = {
      type: Type.OBJECT,
      properties: { city: { type: Type.STRING }, days: { type: Type.INTEGER, nullable: true } },
      required: ["city", "days"],
    };
    const config = { responseMimeType: "application/json", responseSchema };
    const { text } = await gemini.generateContent({ model, contents: QUESTION, config });

    expect(parseJson(text ?? "")).toEqual({ city: "Paris", days: 1 });
  });

  it("answers with one of Gemini's enum values", async () => {
    const { gemini } = await connected();
    const responseSchema = { type: Type.STRING, enum: ["Positive", "Negative"] };
    const config = { responseMimeType: "text/x.enum", responseSchema };
    const { text } = await gemini.generateContent({ model, contents: QUESTION, config });

    expect(text).toBe("Positive");
  });

  it("is any object in JSON mode", async () => {
    const { openai, ollama } = await connected();
    const requestFor = [{ role: "user" as const, content: "The weather, as JSON" }];
    const response_format = { type: "json_object" as const };
    const chat = await openai.chat.completions.create({
      model,
      messages: requestFor,
      response_format,
    });
    const text = { format: { type: "json_object" as const } };
    const response = await openai.responses.create({ model, input: "As JSON", text });
    const line = await ollama.chat({ model, messages, format: "json" });

    for (const json of [
      chat.choices[0]?.message.content,
      response.output_text,
      line.message.content,
    ]) {
      expect(parseJson(json ?? "")).toEqual({ answer: expect.any(String) });
    }
  });

  it("sends JSON from the prompt verbatim", async () => {
    const { openai } = await connected();
    const requestFor = [{ role: "user" as const, content: 'echo: {"city":"Rome"}' }];
    const completion = await openai.chat.completions.parse({
      model,
      messages: requestFor,
      response_format: chatFormat,
    });

    expect(completion.choices[0]?.message.parsed).toEqual({ city: "Rome" });
  });

  it("still refuses, calls tools and stops at the length limit", async () => {
    const { openai } = await connected();
    const ask = async (content: string, more: object = {}) => {
      const { choices } = await openai.chat.completions.create({
        model,
        messages: [{ role: "user", content }],
        response_format: chatFormat,
        ...more,
      });
      return choices[0];
    };

    expect(await ask("refuse: No")).toMatchObject({ message: { refusal: "No" } });
    expect(await ask("call: f {}")).toMatchObject({ finish_reason: "tool_calls" });
    expect(await ask("Hi", { max_tokens: 3 })).toMatchObject({ finish_reason: "length" });
  });
});

describe("the simulator with an invalid JSON format", () => {
  const open = { type: "object", properties: { a: { type: "string" } }, required: ["a"] };
  const closed = { ...open, additionalProperties: false };

  it.each<[string, unknown, string]>([
    ["a type that is not known", { type: "xml" }, "Invalid value: 'xml'. Supported values are"],
    [
      "no schema",
      { type: "json_schema" },
      "Missing required parameter: 'response_format.json_schema'.",
    ],
    [
      "no name",
      { type: "json_schema", json_schema: { schema: closed } },
      "Missing required parameter: 'response_format.json_schema.name'.",
    ],
    [
      "an open object",
      { type: "json_schema", json_schema: { ...named, schema: open } },
      "Invalid schema for response_format 'report': In context=(), 'additionalProperties' is required to be supplied and to be false.",
    ],
    [
      "an optional property in an object of a list",
      {
        type: "json_schema",
        json_schema: {
          ...named,
          schema: {
            ...closed,
            properties: { a: { type: "array", items: { ...closed, required: [] } } },
          },
        },
      },
      "In context=('properties', 'a', 'items'), 'required' is required to be supplied and to be an array including every key in properties. Missing 'a'.",
    ],
    [
      "a list",
      { type: "json_schema", json_schema: { ...named, schema: { type: "array", items: closed } } },
      `schema must be a JSON Schema of 'type: "object"', got 'type: "array"'.`,
    ],
    ["JSON mode without the word", { type: "json_object" }, "must contain the word 'json'"],
    [
      "a keyword that is not followed",
      { type: "json_schema", json_schema: { name: "n", schema: { ...closed, not: {} } } },
      'schemas with "not"',
    ],
  ])("rejects %s with OpenAI's message", async (_what, response_format, expected) => {
    const { ask } = await simulator();
    const response = await ask({ model, messages, response_format });

    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      error: { type: "invalid_request_error", message: expect.stringContaining(expected) },
    });
  });

  it("rejects a strict tool with an open object with OpenAI's message", async () => {
    const { openai } = await connected();
    const definition = { name: "f", parameters: open, strict: true };
    const expected =
      "Invalid schema for function 'f': In context=(), 'additionalProperties' is required";
    const chat = openai.chat.completions.create({
      model,
      messages,
      tools: [{ type: "function", function: definition }],
    });
    const response = openai.responses.create({
      model,
      input: QUESTION,
      tools: [{ type: "function", ...definition }],
    });

    await expect(chat).rejects.toThrow(expected);
    await expect(response).rejects.toThrow(expected);
  });

  it("rejects an open object with Anthropic's message", async () => {
    const { anthropic } = await connected();
    const output_config = { format: { type: "json_schema" as const, schema: open } };
    const request = anthropic.messages.create({ model, max_tokens: 9, messages, output_config });

    await expect(request).rejects.toThrow(
      "output_config.format.schema: For 'object' type, 'additionalProperties' must be explicitly set to false",
    );
  });

  it("rejects a schema without its MIME type with Gemini's message", async () => {
    const { gemini } = await connected();
    const config = { responseSchema: { type: Type.STRING } };
    const request = gemini.generateContent({ model, contents: QUESTION, config });

    await expect(request).rejects.toThrow(/response_schema: .*INVALID_ARGUMENT/u);
  });

  it("rejects a format that is neither `json` nor a schema with Ollama's message", async () => {
    const { ollama } = await connected();
    const request = ollama.chat({ model, messages, format: "yaml" });

    await expect(request).rejects.toThrow(
      'invalid format: "yaml"; expected "json" or a valid JSON Schema object',
    );
  });
});
