import { describe, expect, it } from "vitest";

import { openAiResponses } from "../../../../src/providers/index.ts";
import { openAiResponsesDialect } from "../../../../src/simulator/dialects/openai/responses.ts";
import { itObeysTheDialectLaws } from "../../../contracts/dialect.ts";
import { corpusAnswer, generationOf, textOn } from "../../../support/frames/wire-of.ts";

const callFor = (input: unknown, rest: object = {}) => ({
  path: "/v1/responses",
  body: { model: "fixed", input, ...rest },
});

/** Returns the types and sequence numbers of a stream's events, and their fields without the response. */
function eventsOf(input: unknown, rest: object = {}) {
  const frames = textOn(openAiResponsesDialect, callFor(input, { ...rest, stream: true }));
  return frames
    .split("\n\n")
    .filter((frame) => frame !== "")
    .map((frame) => {
      const [event = "", data = ""] = frame.split("\n");
      const { type, sequence_number, response, ...fields } = JSON.parse(data.slice(6));
      expect(event).toBe(`event: ${type}`);
      return { type: type.replace("response.", ""), sequence_number, response, fields };
    });
}

const typesOf = (input: unknown, rest: object = {}) =>
  eventsOf(input, rest).map(({ type }) => type);

const wholeOf = (input: unknown, rest: object = {}) =>
  corpusAnswer(openAiResponsesDialect, callFor(input, rest)).encoder.whole();

describe("openAiResponsesDialect", () => {
  itObeysTheDialectLaws({
    create: (origin) => openAiResponses({ apiKey: "any", baseUrl: `${origin}/v1` }),
    takesStops: false,
  });

  it("writes the bytes of the real API", () => {
    const stream = textOn(openAiResponsesDialect, callFor("echo: Yes.", { stream: true }));
    const events = stream.split("\n\n").slice(2, -2);
    const place = '"content_index":0,"item_id":"msg_sim-1_0","output_index":0';
    const part = (text: string) =>
      `{"type":"output_text","annotations":[],"logprobs":[],"text":"${text}"}`;
    const item = (status: string, content: string) =>
      `{"id":"msg_sim-1_0","type":"message","status":"${status}","content":[${content}],"role":"assistant"}`;

    expect(events.map((event) => event.split("\ndata: ")[1])).toEqual([
      `{"type":"response.output_item.added","item":${item("in_progress", "")},"output_index":0,"sequence_number":2}`,
      `{"type":"response.content_part.added",${place},"part":${part("")},"sequence_number":3}`,
      `{"type":"response.output_text.delta",${place},"delta":"Yes","logprobs":[],"sequence_number":4}`,
      `{"type":"response.output_text.delta",${place},"delta":".","logprobs":[],"sequence_number":5}`,
      `{"type":"response.output_text.done",${place},"logprobs":[],"text":"Yes.","sequence_number":6}`,
      `{"type":"response.content_part.done",${place},"part":${part("Yes.")},"sequence_number":7}`,
      `{"type":"response.output_item.done","item":${item("completed", part("Yes."))},"output_index":0,"sequence_number":8}`,
    ]);
  });

  it("starts and ends with the response, and numbers every event", () => {
    const events = eventsOf("echo: Yes.", { instructions: "Be short." });
    const request = { model: "fixed", instructions: "Be short.", store: true, tools: [] };

    expect(events.map(({ sequence_number }) => sequence_number)).toEqual([...events.keys()]);
    expect(events[0]).toMatchObject({
      type: "created",
      response: { id: "resp_sim-1", status: "in_progress", output: [], usage: null, ...request },
    });
    expect(events[1]?.response).toEqual(events[0]?.response);
    expect(events.at(-1)).toMatchObject({
      type: "completed",
      response: {
        status: "completed",
        completed_at: 1_750_000_000,
        output: [{ type: "message", content: [{ text: "Yes." }] }],
        usage: {
          input_tokens: 7,
          input_tokens_details: { cached_tokens: 0 },
          output_tokens: 2,
          output_tokens_details: { reasoning_tokens: 0 },
          total_tokens: 9,
        },
        ...request,
      },
    });
  });

  it("ends a stream with the response of a request without streaming", () => {
    const prompt = 'think: Hm\ncall: now {"a":1}\ncall: then';
    const reasoning = { summary: "auto" };

    expect(eventsOf(prompt, { reasoning }).at(-1)?.response).toMatchObject({
      output: [{ type: "reasoning" }, { name: "now" }, { name: "then" }],
    });
    expect(eventsOf(prompt, { reasoning }).at(-1)?.response).toEqual(
      wholeOf(prompt, { reasoning }),
    );
  });

  it("summarises reasoning on request, in a separate item", () => {
    const reasoning = { effort: "low", summary: "auto" };

    expect(typesOf("think: Hm\necho: a", { reasoning }).slice(2, 9)).toEqual([
      "output_item.added",
      "reasoning_summary_part.added",
      "reasoning_summary_text.delta",
      "reasoning_summary_text.done",
      "reasoning_summary_part.done",
      "output_item.done",
      "output_item.added",
    ]);
    expect(wholeOf("think: Hm\necho: a", { reasoning })).toMatchObject({
      output: [
        { id: "rs_sim-1_0", type: "reasoning", summary: [{ type: "summary_text", text: "Hm" }] },
        { id: "msg_sim-1_1", type: "message" },
      ],
      usage: { output_tokens_details: { reasoning_tokens: 1 } },
    });
  });

  it("otherwise hides reasoning, and encrypts it on request", () => {
    expect(typesOf("think: Hm\necho: a").slice(2, 5)).toEqual([
      "output_item.added",
      "output_item.done",
      "output_item.added",
    ]);
    expect(wholeOf("think: Hm", { include: ["reasoning.encrypted_content"] })).toMatchObject({
      output: [{ type: "reasoning", summary: [], encrypted_content: expect.any(String) }, {}],
    });
  });

  it("streams calls, each an item", () => {
    const events = eventsOf('call: now {"a":1}\ncall: then').slice(2, -1);

    expect(events.map(({ type }) => type)).toEqual([
      "output_item.added",
      ...Array.from({ length: 7 }, () => "function_call_arguments.delta"),
      "function_call_arguments.done",
      "output_item.done",
      "output_item.added",
      "function_call_arguments.done",
      "output_item.done",
    ]);
    expect(events[0]?.fields).toMatchObject({
      item: { type: "function_call", status: "in_progress", arguments: "", name: "now" },
    });
    expect(events[9]?.fields).toMatchObject({
      item: { call_id: expect.stringMatching(/^call_/u), arguments: '{"a":1}' },
      output_index: 0,
    });
    expect(events.at(-1)?.fields).toMatchObject({ item: { name: "then" }, output_index: 1 });
  });

  it("sends a refusal in a separate part", () => {
    expect(typesOf("refuse: No.").slice(2, -1)).toEqual([
      "output_item.added",
      "content_part.added",
      "refusal.delta",
      "refusal.delta",
      "refusal.done",
      "content_part.done",
      "output_item.done",
    ]);
    expect(wholeOf("refuse: No.")).toMatchObject({
      status: "completed",
      output: [{ content: [{ type: "refusal", refusal: "No." }] }],
    });
  });

  it("marks an incomplete answer", () => {
    const incomplete = {
      status: "incomplete",
      completed_at: null,
      incomplete_details: { reason: "max_output_tokens" },
      output: [{ status: "incomplete", content: [{ text: "a b" }] }],
    };

    expect(eventsOf("echo: a b c", { max_output_tokens: 2 }).at(-1)).toMatchObject({
      type: "incomplete",
      response: incomplete,
    });
    expect(wholeOf("echo: a b c", { max_output_tokens: 2 })).toMatchObject(incomplete);
  });

  it("sends an error in two events, as the API does", () => {
    const { encoder } = corpusAnswer(openAiResponsesDialect, callFor("echo: a"));
    const [error = "", failed = ""] = String(encoder.error("No")).split("\n\n");

    expect(error).toBe(
      'event: error\ndata: {"type":"error","error":{"type":"server_error","code":"server_error","message":"No","param":null},"sequence_number":0}',
    );
    expect(failed).toContain("event: response.failed\n");
    expect(failed).toContain('"error":{"code":"server_error","message":"No"}');
  });

  it("reads a conversation of items", () => {
    const input = [
      { role: "user", content: [{ type: "input_text", text: "How warm is it?" }, IMAGE] },
      { type: "reasoning", summary: [] },
      { type: "function_call", call_id: "c", name: "get_weather", arguments: "{}" },
      { type: "function_call_output", call_id: "c", output: "14 degrees" },
    ];
    const { request } = generationOf(
      openAiResponsesDialect,
      callFor(input, { instructions: "Be short.", reasoning: { effort: "low" } }),
    );

    expect(request).toMatchObject({
      prompt: "How warm is it?",
      context: "Be short.\nHow warm is it?\n{}\n14 degrees",
      // 12 of text, and an image of unknown size.
      promptTokens: 12 + 765,
      toolResult: "14 degrees",
      reasoningTokens: 24,
    });
  });

  it.each([
    [[], {}, '"input" must be a string or a list with an item'],
    ["Hi", { previous_response_id: "resp_1" }, 'not stored: current value is "resp_1"'],
    ["Hi", { conversation: "conv_1" }, 'not stored: current value is "conv_1"'],
    ["Hi", { conversation: { id: "conv_1" } }, 'current value is {"id":"conv_1"}'],
    ["Hi", { max_output_tokens: 0 }, '"max_output_tokens" must be a whole number from 1'],
  ])("rejects %j %j", (input, rest, message) => {
    expect(() => generationOf(openAiResponsesDialect, callFor(input, rest))).toThrow(message);
  });
});

describe("openAiResponsesDialect, read by the SDK's iterator", () => {
  itObeysTheDialectLaws({
    create: (origin) => openAiResponses({ apiKey: "any", baseUrl: `${origin}/v1`, decode: "sdk" }),
    takesStops: false,
  });
});

const IMAGE = { type: "input_image", image_url: "data:image/png;base64,AAAA", detail: "auto" };
