import { describe, expect, it, vi } from "vitest";

import { systemClock } from "../../../src/clock/index.ts";
import { type Attempt, type ChatRequest, ollamaChat } from "../../../src/providers/index.ts";
import { ANSWER, itObeysTheProviderLaws } from "../../contracts/provider.ts";
import {
  answerFrom,
  casesOf,
  itObeysTheWireLaws,
  KEY,
  REQUEST,
  type Wire,
} from "../../contracts/wire-provider.ts";
import {
  type Answer,
  byteServer,
  sendsAs,
  stallsAfterAs,
} from "../../support/servers/byte-server.ts";
import { plainAnswer, wireFixtures } from "../../support/wire-fixture.ts";
import { chatLine, doneLine, line, MALFORMED, OVERLOADED } from "./ollama-wire.ts";

const NDJSON = "application/x-ndjson";

const wire: Wire = {
  create: (baseUrl) => ollamaChat({ apiKey: KEY, baseUrl }),
  contentType: NDJSON,
  answer: [
    ...["Hello ", "漢字 ", "👍", "!"].map((content) => chatLine({ content })),
    doneLine({ eval_count: 4 }),
  ],
  beginning: [chatLine({ content: "Hel" })],
  malformed: MALFORMED,
  error: OVERLOADED,
};

const bySdk: Wire = {
  ...wire,
  create: (baseUrl) => ollamaChat({ apiKey: KEY, baseUrl, decode: "sdk" }),
};

const sends = (...lines: readonly string[]) => sendsAs(NDJSON, ...lines);
const answerOf = (...lines: readonly string[]) => answerFrom(wire, sends(...lines));

const attempt = (signal = new AbortController().signal): Attempt => ({
  number: 1,
  clock: systemClock(),
  signal,
  onStage: () => undefined,
});

/** What the server is sent for a request. */
async function sentFor(
  request: Partial<ChatRequest>,
  settings: Parameters<typeof ollamaChat>[0] = {},
) {
  const server = await byteServer(sends(doneLine()));
  await answerFrom(
    {
      create: () => ollamaChat({ ...settings, baseUrl: server.url }),
      request: { ...REQUEST, ...request },
    },
    sends(),
  );
  return server.latest;
}

describe("ollamaChat()", () => {
  itObeysTheProviderLaws(casesOf(wire));
  itObeysTheWireLaws(wire);

  it.each(wireFixtures("ollama-chat"))("understands $name", async ({ payloads, expected }) => {
    expect(plainAnswer(await answerOf(...payloads.map(line)))).toEqual(expected);
  });

  it("accepts an answer without a finish reason as complete", async () => {
    const { text, end } = await answerOf(
      chatLine({ content: "a" }),
      doneLine({ done_reason: undefined }),
    );

    expect({ text, end }).toEqual({ text: "a", end: { kind: "stop", raw: undefined } });
  });

  it.each([
    ["stop", "stop"],
    ["length", "length"],
    ["load", "stop"],
    ["unload", "stop"],
    ["a_reason_to_come", "other"],
  ])("maps the reason %s to %s", async (raw, kind) => {
    const { end } = await answerOf(doneLine({ done_reason: raw }));

    expect(end).toEqual({ kind, raw });
  });

  it("ignores everything after the line with done", async () => {
    const { text } = await answerOf(
      chatLine({ content: "a" }),
      doneLine(),
      chatLine({ content: "b" }),
    );

    expect(text).toBe("a");
  });

  it("separates reasoning from the answer, also in one line", async () => {
    const { text, reasoning } = await answerOf(
      chatLine({ thinking: "Let me " }),
      chatLine({ thinking: "think", content: "Yes" }),
      doneLine(),
    );

    expect({ text, reasoning }).toEqual({ text: "Yes", reasoning: "Let me think" });
  });

  it("emits whole calls, with ids if the server sends none", async () => {
    const call = (name: string, rest: object) => ({ function: { name, ...rest } });
    const { toolCalls, end } = await answerOf(
      chatLine({ tool_calls: [call("a", { arguments: { x: 1 } }), call("b", {})] }),
      chatLine({ tool_calls: [{ id: "own", ...call("a", { arguments: { x: 2 } }) }] }),
      doneLine(),
    );

    expect(toolCalls).toEqual([
      { id: "call-0", name: "a", text: '{"x":1}', input: { x: 1 } },
      { id: "call-1", name: "b", text: "", input: {} },
      { id: "own", name: "a", text: '{"x":2}', input: { x: 2 } },
    ]);
    expect(end).toEqual({ kind: "tool-calls", raw: "stop" });
  });

  it("keeps every digit of a call's arguments, streamed or whole", async () => {
    const call =
      '{"function":{"name":"get","arguments":{ "id": 2512292042121000001, "tag": "\\u003cb>" }}}';
    const message = `{"message":{"tool_calls":[${call}]},"done":true,"done_reason":"stop"}\n`;
    const expected = [{ text: '{"id":2512292042121000001,"tag":"<b>"}', input: { tag: "<b>" } }];
    const request = { ...REQUEST, stream: false };

    expect((await answerOf(message)).toolCalls).toMatchObject(expected);
    const whole = await answerFrom({ ...wire, request }, sendsAs("application/json", message));
    expect(whole.toolCalls).toMatchObject(expected);
  });

  it.each([
    ['{"x":1}', { x: 1 }],
    ["1/2", undefined],
  ])("reads the string %s as arguments that were encoded twice", async (text, input) => {
    const called = { function: { name: "f", arguments: text } };
    const { toolCalls } = await answerOf(chatLine({ tool_calls: [called] }), doneLine());

    expect(toolCalls).toEqual([{ id: "call-0", name: "f", text, input }]);
  });

  it("reports an answer that ends within a line as truncated", async () => {
    const { text, end } = await answerOf(chatLine({ content: "a" }), '{"done":tr');

    expect({ text, end }).toEqual({ text: "a", end: { kind: "truncated", raw: undefined } });
  });

  it("reports no input tokens for a cached prompt", async () => {
    const { usage } = await answerOf(doneLine({ prompt_eval_count: undefined }));

    expect(usage).toMatchObject({ inputTokens: { total: undefined }, outputTokens: { total: 4 } });
  });

  it("reads an answer that is not streamed", async () => {
    const message = { role: "assistant", content: ANSWER, thinking: "Hm" };
    const { text, reasoning, end } = await answerFrom(
      { ...wire, request: { ...REQUEST, stream: false } },
      sendsAs("application/json; charset=utf-8", doneLine({ message })),
    );

    expect({ text, reasoning, end }).toEqual({
      text: ANSWER,
      reasoning: "Hm",
      end: { kind: "stop", raw: "stop" },
    });
  });

  it("requests an answer that is not streamed", async () => {
    const { body } = await sentFor({ stream: false });

    expect(body).toEqual({ model: "m", messages: REQUEST.messages, stream: false });
  });

  it("sends every setting", async () => {
    const { body, path } = await sentFor({
      temperature: 0,
      maxOutputTokens: 5,
      stop: ["END"],
      seed: 7,
      messages: [
        { role: "system", content: "Be brief." },
        {
          role: "user",
          content: [
            { type: "text", text: "What is it?" },
            { type: "image", mediaType: "image/png", bytes: new Uint8Array([1, 2, 3]) },
          ],
        },
      ],
    });

    expect(path).toBe("/v1/api/chat");
    expect(body).toEqual({
      model: "m",
      stream: true,
      options: { temperature: 0, num_predict: 5, stop: ["END"], seed: 7 },
      messages: [
        { role: "system", content: "Be brief." },
        { role: "user", content: "What is it?", images: ["AQID"] },
      ],
    });
  });

  it("sends tools, calls and their results", async () => {
    const call = { id: "c1", name: "weather", text: '{"city":"Paris"}' };
    const cut = { id: "c2", name: "weather", text: '{"city":' };
    const { body } = await sentFor({
      tools: [{ name: "weather", description: "Says it", parameters: { type: "object" } }],
      messages: [
        { role: "user", content: "Weather?" },
        { role: "assistant", content: "", toolCalls: [call, cut] },
        { role: "tool", call, content: "22 °C" },
      ],
    });

    expect(body).toMatchObject({
      tools: [
        {
          type: "function",
          function: { name: "weather", description: "Says it", parameters: { type: "object" } },
        },
      ],
      messages: [
        { role: "user", content: "Weather?" },
        {
          role: "assistant",
          content: "",
          tool_calls: [
            { id: "c1", function: { name: "weather", arguments: { city: "Paris" } } },
            { id: "c2", function: { name: "weather", arguments: { INVALID_JSON: '{"city":' } } },
          ],
        },
        { role: "tool", content: "22 °C", tool_name: "weather", tool_call_id: "c1" },
      ],
    });
  });

  it("sends no tools if none may be called", async () => {
    const tools = [{ name: "weather", parameters: { type: "object" } }];
    const { body } = await sentFor({ tools, toolChoice: "none" });

    expect(body).not.toHaveProperty("tools");
  });

  it.each([
    { model: "qwen3", reasoning: "none", think: false },
    { model: "qwen3", reasoning: "low", think: true },
    { model: "hf.co/x/gpt-oss-20b", reasoning: "high", think: "high" },
  ] as const)(
    "sends $model the reasoning effort $reasoning as $think",
    async ({ think, ...request }) => {
      expect((await sentFor(request)).body).toMatchObject({ think });
    },
  );

  it.each([
    { model: "qwen3", thinking: "levels", think: "medium" },
    { model: "gpt-oss", thinking: "switch", think: true },
  ] as const)(
    "uses the settings' form of thinking for $model",
    async ({ model, thinking, think }) => {
      const { body } = await sentFor({ model, reasoning: "medium" }, { thinking });

      expect(body).toMatchObject({ think });
    },
  );

  it("leaves reasoning to the model by default", async () => {
    expect((await sentFor({})).body).not.toHaveProperty("think");
  });

  it("sends the settings' options, overridden by the request's, and the keep-alive", async () => {
    const { body } = await sentFor(
      { temperature: 1 },
      { options: { num_ctx: 8_192, temperature: 0 }, keepAlive: "10m" },
    );

    expect(body).toMatchObject({
      options: { num_ctx: 8_192, temperature: 1 },
      keep_alive: "10m",
    });
  });

  it("sends the key from the settings, and none from the environment", async () => {
    vi.stubEnv("OLLAMA_API_KEY", "sk-of-the-environment");
    const fetched = vi.fn<typeof fetch>(async () => new Response("", { status: 401 }));
    const baseUrl = "https://ollama.com";
    await answerFrom({ create: () => ollamaChat({ baseUrl, fetch: fetched }) }, sends());
    await answerFrom(
      { create: () => ollamaChat({ baseUrl, fetch: fetched, apiKey: KEY }) },
      sends(),
    );
    vi.unstubAllEnvs();
    const [without, given] = fetched.mock.calls.map(([, init]) => new Headers(init?.headers));

    expect(without?.get("authorization")).toBeNull();
    expect(given?.get("authorization")).toBe(`Bearer ${KEY}`);
  });

  it("reports why the server refuses", async () => {
    const { end } = await answerFrom(wire, (_request, response) => {
      response.writeHead(404, { "content-type": "application/json" });
      response.end('{"error":"model \'m\' not found"}');
    });

    expect(end).toMatchObject({
      failure: { code: "http-status", status: 404, detail: "model 'm' not found" },
    });
  });

  it("lists the installed models", async () => {
    const { url } = await byteServer(
      sendsAs("application/json", line({ models: [{ name: "a:7b" }, { name: "b" }, {}] })),
    );

    expect(await ollamaChat({ baseUrl: url }).listModels?.(attempt())).toEqual(["a:7b", "b"]);
  });

  it("reports a list of models that is not valid", async () => {
    const { url } = await byteServer(sendsAs("application/json", "<h1>Welcome</h1>"));

    await expect(ollamaChat({ baseUrl: url }).listModels?.(attempt())).rejects.toMatchObject({
      failure: { code: "malformed-payload", payload: "<h1>Welcome</h1>" },
    });
  });

  it.each([
    [{ apiKey: "" }, "apiKey must not be empty: set OLLAMA_API_KEY"],
    [{ baseUrl: "localhost:11434" }, 'current value is "localhost:11434"'],
  ])("refuses %j", (settings, message) => {
    expect(() => ollamaChat(settings)).toThrow(message);
  });
});

describe('ollamaChat({ decode: "sdk" })', () => {
  itObeysTheProviderLaws({ ...casesOf(bySdk), cut: undefined });

  it.each(wireFixtures("ollama-chat"))("understands $name", async ({ payloads, expected }) => {
    expect(plainAnswer(await answerFrom(bySdk, sends(...payloads.map(line))))).toEqual(expected);
  });

  it("emits the same events as this package's decoder for a good answer", async () => {
    const lines = [
      chatLine({ thinking: "Hm" }),
      chatLine({ content: ANSWER }),
      chatLine({ tool_calls: [{ function: { name: "a", arguments: { x: 1 } } }] }),
      doneLine(),
    ];

    const own = await answerOf(...lines);
    const sdk = await answerFrom(bySdk, sends(...lines));

    const { at: _own, seq: _ownSeq, ...ownUsage } = { at: 0, seq: 0, ...own.usage };
    const { at: _sdk, seq: _sdkSeq, ...sdkUsage } = { at: 0, seq: 0, ...sdk.usage };
    expect({ ...sdk, usage: sdkUsage }).toEqual({ ...own, usage: ownUsage });
  });

  it("reads an answer that is not streamed", async () => {
    const message = { role: "assistant", content: ANSWER };
    const { text, end } = await answerFrom(
      { ...bySdk, request: { ...REQUEST, stream: false } },
      sendsAs("application/json", doneLine({ message })),
    );

    expect({ text, end }).toEqual({ text: ANSWER, end: { kind: "stop", raw: "stop" } });
  });

  it.each([
    ["an empty body", [], ""],
    ["whole lines", [chatLine({ content: "Hel" })], "Hel"],
    ["a last line without a line feed", [chatLine({ content: "Hel" }).trimEnd()], "Hel"],
  ])('reports %s without "done" as truncated', async (_which, lines, expected) => {
    const { text, end } = await answerFrom(bySdk, sends(...lines));

    expect({ text, end }).toEqual({ text: expected, end: { kind: "truncated", raw: undefined } });
  });

  it("reports an error in the stream", async () => {
    const { text, end } = await answerFrom(bySdk, sendsAs(NDJSON, ...wire.beginning, OVERLOADED));

    expect(text).toBe("Hel");
    expect(end).toMatchObject({
      failure: { code: "provider-error", detail: "the model is overloaded" },
    });
  });

  it("misses a line that is not JSON, in contrast to this package's decoder", async () => {
    const warned = vi.spyOn(console, "warn").mockImplementation(() => undefined);
    const lines = [chatLine({ content: "a" }), '{"message":\n', chatLine({ content: "b" })];
    const sdk = await answerFrom(bySdk, sends(...lines, doneLine()));
    const own = await answerOf(...lines, doneLine());

    expect(sdk).toMatchObject({ text: "ab", end: { kind: "stop" } });
    expect(own).toMatchObject({ text: "a", end: { failure: { code: "malformed-payload" } } });
    expect(warned).toHaveBeenCalledOnce();
    warned.mockRestore();
  });

  it("reports a refusal, without the key", async () => {
    const refusal: Answer = (_request, response) => {
      response.writeHead(401, { "content-type": "application/json" });
      response.end(line({ error: `unauthorized: ${KEY}` }));
    };
    const { end } = await answerFrom(bySdk, refusal);

    expect(end).toMatchObject({ failure: { status: 401, detail: "unauthorized: [key]" } });
  });

  it("closes the connection when the loop is left without a session", async () => {
    const server = await byteServer(stallsAfterAs(NDJSON, ...wire.beginning));
    for await (const { events } of bySdk.create(server.url).stream(REQUEST, attempt())) {
      if (events.length > 0) break;
    }

    await expect(server.closed(0)).resolves.toBeUndefined();
  });
});
