import { describe, expect, it } from "vitest";

import { openAiChat } from "../../../src/providers/index.ts";
import { ANSWER } from "../../contracts/provider.ts";
import { answerFrom, KEY } from "../../contracts/wire-provider.ts";
import { chatFrames, chunk, sends } from "../../support/servers/byte-server.ts";

const DONE = "data: [DONE]\n\n";

const frame = (payload: unknown) => `data: ${JSON.stringify(payload)}\n\n`;

const answerOf = (...frames: readonly string[]) =>
  answerFrom({ create: (baseUrl) => openAiChat({ apiKey: KEY, baseUrl }) }, sends(...frames));

/** The calls that come of these parts, one a chunk. */
async function callsOf(...parts: readonly unknown[]) {
  const chunks = parts.map((part) => chunk({ tool_calls: [part] }));
  const { toolCalls, end } = await answerOf(...chunks, chunk({}, { finish: "tool_calls" }), DONE);
  return { calls: toolCalls.map(({ id, name, input }) => ({ id, name, input })), end };
}

const named = (name: string, args = "") => ({ function: { name, arguments: args } });
const written = (args: string) => ({ function: { arguments: args } });

describe("openAiChat() with the dialects of compatible servers", () => {
  it("emits nothing for a chunk with only a role, or without a delta", async () => {
    const { text, end } = await answerOf(
      chunk({ role: "assistant", content: "" }),
      chunk({ content: null }),
      chunk({ content: "a" }),
      chunk({}),
      chunk({}, { finish: "stop" }),
    );

    expect({ text, end }).toEqual({ text: "a", end: { kind: "stop", raw: "stop" } });
  });

  it("ignores a finish reason of null", async () => {
    const { end } = await answerOf(chunk({ content: "a" }), chunk({ content: "b" }));

    expect(end).toEqual({ kind: "truncated", raw: undefined });
  });

  it("accepts a finish reason or [DONE] as the end of the answer", async () => {
    const withoutDone = await answerOf(chunk({ content: "a" }), chunk({}, { finish: "length" }));
    const withoutReason = await answerOf(chunk({ content: "a" }), DONE);

    expect(withoutDone.end).toEqual({ kind: "length", raw: "length" });
    expect(withoutReason.end).toEqual({ kind: "stop", raw: undefined });
  });

  it("reports tool calls if there is no finish reason", async () => {
    const call = { index: 0, id: "t1", ...named("f", "{}") };
    const { end } = await answerOf(chunk({ tool_calls: [call] }), DONE);

    expect(end).toEqual({ kind: "tool-calls", raw: undefined });
  });

  it("ignores everything after [DONE]", async () => {
    const { text } = await answerOf(chunk({ content: "a" }), DONE, chunk({ content: "b" }));

    expect(text).toBe("a");
  });

  it("reads usage from a last chunk that has no choices", async () => {
    const { usage } = await answerOf(...chatFrames("a", "b"));

    expect(usage).toMatchObject({
      inputTokens: { total: 3, cached: undefined },
      outputTokens: { total: 2, reasoning: undefined },
      source: "provider",
    });
  });

  it.each([
    ["length", "length"],
    ["model_length", "length"],
    ["content_filter", "content-filter"],
    ["function_call", "tool-calls"],
    ["eos", "stop"],
    ["max_tokens", "length"],
    ["MAX_TOKENS", "length"],
    ["sensitive", "content-filter"],
    ["PROHIBITED_CONTENT", "content-filter"],
    ["pause_turn", "truncated"],
    ["some_new_reason", "other"],
  ])("maps the finish reason %s to %s", async (raw, kind) => {
    const { end } = await answerOf(chunk({ content: "a" }, { finish: raw }), DONE);

    expect(end).toEqual({ kind, raw });
  });

  it.each(["error", "network_error", "error_finish", "malformed_function_call"])(
    "fails an answer that ends with %s",
    async (raw) => {
      const { text, end } = await answerOf(chunk({ content: "a" }, { finish: raw }), DONE);

      expect(text).toBe("a");
      expect(end).toMatchObject({
        kind: "failed",
        failure: { code: "provider-error", type: raw, detail: expect.stringContaining(raw) },
      });
    },
  );

  it.each([
    ["reasoning_content", { reasoning_content: "Let me think" }],
    ["reasoning", { reasoning: "Let me think" }],
    ["both", { reasoning_content: "Let me think", reasoning: "Let me think" }],
    ["one of them empty", { reasoning_content: "", reasoning: "Let me think" }],
    ["parts", { content: [{ type: "thinking", thinking: "Let me think" }] }],
    [
      "parts of parts",
      { content: [{ type: "thinking", thinking: [{ type: "text", text: "Let me think" }] }] },
    ],
  ])("separates reasoning in %s from the answer", async (_where, delta) => {
    const { text, reasoning } = await answerOf(chunk(delta), chunk({ content: ANSWER }), DONE);

    expect({ text, reasoning }).toEqual({ text: ANSWER, reasoning: "Let me think" });
  });

  it("reads text in parts", async () => {
    const { text } = await answerOf(chunk({ content: [{ type: "text", text: "a" }] }), DONE);

    expect(text).toBe("a");
  });

  it("shows a refusal and reports it as the end reason", async () => {
    const { text, end } = await answerOf(
      chunk({ role: "assistant", content: null, refusal: "" }),
      chunk({ refusal: "I cannot " }),
      chunk({ refusal: "help." }),
      chunk({}, { finish: "stop" }),
    );

    expect({ text, end }).toEqual({
      text: "I cannot help.",
      end: { kind: "content-filter", raw: "stop" },
    });
  });

  it("ignores Azure's first chunk, which has no choices and no model", async () => {
    const { text, end } = await answerOf(
      frame({ choices: [], created: 0, id: "", model: "", object: "", prompt_filter_results: [] }),
      ...chatFrames("a"),
    );

    expect({ text, end }).toEqual({ text: "a", end: { kind: "stop", raw: "stop" } });
  });

  it("reads the first of several choices", async () => {
    const second = { index: 1, delta: { content: "z" }, finish_reason: null };
    const first = { index: 0, delta: { content: "a" }, finish_reason: null };
    const { text } = await answerOf(frame({ model: "m", choices: [first, second] }), DONE);

    expect(text).toBe("a");
  });

  it("reads one of several choices by its index, whatever the chunks' order", async () => {
    const choice = (index: number, content: string, finish: string | null = null) =>
      frame({ choices: [{ index, delta: { content }, finish_reason: finish }] });
    const { text, end } = await answerOf(
      choice(0, "A1 "),
      choice(1, "B1 "),
      choice(0, "A2"),
      choice(1, "B2", "length"),
      choice(0, "", "stop"),
      DONE,
    );

    expect({ text, end }).toEqual({ text: "A1 A2", end: { kind: "stop", raw: "stop" } });
  });

  it.each([
    ["reasoning_text", { reasoning_text: "Hm" }],
    ["reasoning_details", { reasoning_details: [{ type: "reasoning.text", text: "Hm" }] }],
    ["summaries", { reasoning_details: [{ type: "reasoning.summary", summary: "Hm" }] }],
    ["both", { reasoning: "Hm", reasoning_details: [{ type: "reasoning.text", text: "Hm" }] }],
  ])("reads reasoning in %s once", async (_where, delta) => {
    const { reasoning } = await answerOf(chunk(delta), chunk({ content: "a" }, { finish: "stop" }));

    expect(reasoning).toBe("Hm");
  });

  it("reads usage inside the choice", async () => {
    const usage = { prompt_tokens: 3, completion_tokens: 2 };
    const choices = [{ index: 0, delta: {}, finish_reason: "stop", usage }];
    const answer = await answerOf(chunk({ content: "a" }), frame({ choices }), DONE);

    expect(answer.usage).toMatchObject({ inputTokens: { total: 3 }, source: "provider" });
  });

  it.each([
    ["the whole text", "Hello", ["Hel"]],
    ["the text that was missing", "lo", ["Hel"]],
    ["the text of an answer without deltas", "Hello", []],
    ["the text once more", "Hello", ["Hel", "lo"]],
  ])("reads %s in a last message", async (_what, content, deltas) => {
    const choices = [{ index: 0, message: { content }, finish_reason: "stop" }];
    const { text, end } = await answerOf(
      ...deltas.map((part) => chunk({ content: part })),
      frame({ choices }),
      DONE,
    );

    expect({ text, end: end?.kind }).toEqual({ text: "Hello", end: "stop" });
  });

  it("fails with the error in a choice, despite its finish reason", async () => {
    const error = { code: 502, message: "Upstream is gone" };
    const failure = { code: "provider-error", detail: "Upstream is gone", status: 502 };
    for (const finish_reason of [null, "stop", "error"]) {
      const choices = [{ index: 0, delta: {}, finish_reason, error }];
      const { text, end } = await answerOf(chunk({ content: "a" }), frame({ choices }), DONE);

      expect({ text, end }).toMatchObject({ text: "a", end: { kind: "failed", failure } });
    }
  });

  it("ignores an error of null in a choice", async () => {
    const choices = [{ index: 0, delta: { content: "a" }, finish_reason: "stop", error: null }];

    expect((await answerOf(frame({ choices }), DONE)).end).toEqual({ kind: "stop", raw: "stop" });
  });

  it("does not accept [DONE] alone as the end of an answer", async () => {
    expect((await answerOf(DONE)).end).toEqual({ kind: "truncated", raw: undefined });
  });
});

describe("openAiChat()'s tool calls", () => {
  const AB = [
    { id: "t1", name: "a", input: { x: 1 } },
    { id: "t2", name: "b", input: { y: 2 } },
  ];

  it("come interleaved, by index", async () => {
    const { calls, end } = await callsOf(
      { index: 0, id: "t1", ...named("a") },
      { index: 1, id: "t2", ...named("b") },
      { index: 0, ...written('{"x"') },
      { index: 1, ...written('{"y"') },
      { index: 0, ...written(":1}") },
      { index: 1, ...written(":2}") },
    );

    expect(calls).toEqual(AB);
    expect(end).toEqual({ kind: "tool-calls", raw: "tool_calls" });
  });

  it("come several in one chunk", async () => {
    const parts = [
      { index: 0, id: "t1", ...named("a", '{"x":1}') },
      { index: 1, id: "t2", ...named("b", '{"y":2}') },
    ];
    const { toolCalls } = await answerOf(chunk({ tool_calls: parts }), DONE);

    expect(toolCalls).toMatchObject(AB);
  });

  it("come without an index", async () => {
    const { calls } = await callsOf(
      { id: "t1", ...named("a") },
      written('{"x"'),
      written(":1}"),
      { id: "t2", ...named("b") },
      written('{"y":2}'),
    );

    expect(calls).toEqual(AB);
  });

  it("come all with index 0", async () => {
    const { calls } = await callsOf(
      { index: 0, id: "t1", ...named("a", '{"x":1}') },
      { index: 0, id: "t2", ...named("b") },
      { index: 0, ...written('{"y":2}') },
    );

    expect(calls).toEqual(AB);
  });

  it("come all with index 0, without ids, of one function", async () => {
    const { calls } = await callsOf(
      { index: 0, ...named("a", '{"x":1}') },
      { index: 0, ...named("a", '{"x":2}') },
    );

    expect(calls).toEqual([
      { id: "call-0", name: "a", input: { x: 1 } },
      { id: "call-1", name: "a", input: { x: 2 } },
    ]);
  });

  it("come interleaved, with their id on every part and a useless index", async () => {
    const { calls } = await callsOf(
      { index: 0, id: "t1", ...named("a", "{") },
      { index: 0, id: "t2", ...named("b", "{") },
      { index: 0, id: "t1", ...written('"x":1}') },
      { index: 0, id: "t2", ...written('"y":2}') },
    );

    expect(calls).toEqual(AB);
  });

  it("come with id and name on every part", async () => {
    const { calls } = await callsOf(
      { index: 0, id: "t1", ...named("a", '{"x"') },
      { index: 0, id: "t1", ...named("a", ":1}") },
    );

    expect(calls).toEqual(AB.slice(0, 1));
  });

  it.each([
    ["without a name", { ...written(":1}") }],
    ["with the same name", { ...named("a", ":1}") }],
  ])("come with another id on every part, %s", async (_how, rest) => {
    const { calls } = await callsOf(
      { index: 0, id: "t1", ...named("a", '{"x"') },
      { index: 0, id: "t9", ...rest },
    );

    expect(calls).toEqual(AB.slice(0, 1));
  });

  it("come with their index from the second part on", async () => {
    const { calls } = await callsOf(
      { id: "t1", ...named("a") },
      { index: 0, ...written('{"x"') },
      { index: 0, ...written(":1}") },
    );

    expect(calls).toEqual(AB.slice(0, 1));
  });

  it("come with their name after their id", async () => {
    const { calls } = await callsOf(
      { index: 0, id: "t1", function: { arguments: "" } },
      { index: 0, ...named("a", '{"x"') },
      { index: 0, ...written(":1}") },
    );

    expect(calls).toEqual(AB.slice(0, 1));
  });

  it("come with arguments before their name", async () => {
    const { calls } = await callsOf(
      { index: 0, id: "t1", ...written('{"x"') },
      { index: 0, ...named("a", ":1}") },
    );

    expect(calls).toEqual(AB.slice(0, 1));
  });

  it("come with arguments before their id and their name", async () => {
    const { calls } = await callsOf(
      { index: 0, ...written('{"a"') },
      { index: 0, id: "t1", ...written(":1}") },
      { index: 0, ...named("f") },
    );

    expect(calls).toEqual([{ id: "t1", name: "f", input: { a: 1 } }]);
  });

  it("come without a name at all", async () => {
    const { calls } = await callsOf({ index: 0, id: "t1", ...written("{}") });

    expect(calls).toEqual([{ id: "t1", name: "", input: {} }]);
  });

  it("are two with one id, another index and another name", async () => {
    const { calls } = await callsOf(
      { index: 0, id: "t1", ...named("a", '{"x":1}') },
      { index: 1, id: "t1", ...named("b", '{"y":2}') },
    );

    expect(calls).toEqual([AB[0], { id: "t1-2", name: "b", input: { y: 2 } }]);
  });

  it("are two with one id and one name, if the first is complete and the index is another", async () => {
    const { calls } = await callsOf(
      { index: 0, id: "t1", ...named("f", '{"a":1}') },
      { index: 1, id: "t1", ...named("f", '{"a":2}') },
    );

    expect(calls.map(({ input }) => input)).toEqual([{ a: 1 }, { a: 2 }]);
  });

  it("come with parts after the finish reason", async () => {
    const { toolCalls, end } = await answerOf(
      chunk({ tool_calls: [{ index: 0, id: "t1", ...named("a", '{"x"') }] }),
      chunk({}, { finish: "tool_calls" }),
      chunk({ tool_calls: [{ index: 0, ...written(":1}") }] }),
      DONE,
    );

    expect(toolCalls).toMatchObject(AB.slice(0, 1));
    expect(end?.kind).toBe("tool-calls");
  });

  it("keep the digits of arguments that come as an object", async () => {
    const { toolCalls } = await answerOf(
      'data: {"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"t1","function":' +
        '{"name":"a","arguments":{"id":2512292042121000001}}}]},"finish_reason":"tool_calls"}]}\n\n',
    );

    expect(toolCalls).toMatchObject([{ text: '{"id":2512292042121000001}' }]);
  });

  // It was quadratic: 16 s.
  it("come in 20,000 parts that each repeat the name", async () => {
    const parts = Array.from({ length: 20_000 }, () => ({
      index: 0,
      ...named("a", "0123456789"),
    }));
    const { calls } = await callsOf({ index: 0, ...named("a", '{"x":"') }, ...parts, {
      index: 0,
      ...named("a", '"}'),
    });

    expect(calls).toEqual([{ id: "call-0", name: "a", input: { x: "0123456789".repeat(20_000) } }]);
  });

  it("have no input if the answer reached the length limit before their arguments", async () => {
    const { toolCalls } = await answerOf(
      chunk({ tool_calls: [{ index: 0, id: "t1", ...named("a") }] }),
      chunk({}, { finish: "length" }),
      DONE,
    );

    expect(toolCalls).toMatchObject([{ id: "t1", text: "", input: undefined }]);
  });

  it("have an empty object as input if there are no arguments", async () => {
    const { calls } = await callsOf({ index: 0, id: "t1", ...named("a") });

    expect(calls).toEqual([{ id: "t1", name: "a", input: {} }]);
  });

  it("accept arguments that are an object", async () => {
    const call = { index: 0, id: "t1", function: { name: "a", arguments: { x: 1 } } };

    expect((await callsOf(call)).calls).toEqual(AB.slice(0, 1));
  });

  it("come in the legacy field for a single function call", async () => {
    const { toolCalls, end } = await answerOf(
      chunk({ role: "assistant", content: null, function_call: named("a").function }),
      chunk({ function_call: { arguments: '{"x"' } }),
      chunk({ function_call: { arguments: ":1}" } }),
      chunk({}, { finish: "function_call" }),
    );

    expect(toolCalls).toMatchObject([{ id: "call-0", name: "a", input: { x: 1 } }]);
    expect(end).toEqual({ kind: "tool-calls", raw: "function_call" });
  });

  it("follow the text before them", async () => {
    const { text, toolCalls, end } = await answerOf(
      chunk({ content: "One moment." }),
      chunk({ tool_calls: [{ index: 0, id: "t1", ...named("a", '{"x":1}') }] }),
      // Ollama and others send it for every answer.
      chunk({}, { finish: "stop" }),
    );

    expect(text).toBe("One moment.");
    expect(toolCalls).toMatchObject(AB.slice(0, 1));
    expect(end).toEqual({ kind: "tool-calls", raw: "stop" });
  });

  it("end without input if the answer is cut off", async () => {
    const part = { index: 0, id: "t1", ...named("a", '{"x":') };
    const { toolCalls, end } = await answerOf(chunk({ tool_calls: [part] }));

    expect(toolCalls).toMatchObject([{ id: "t1", text: '{"x":', input: undefined }]);
    expect(end).toEqual({ kind: "truncated", raw: undefined });
  });
});
