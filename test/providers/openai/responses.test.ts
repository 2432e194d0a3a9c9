import { describe, expect, it } from "vitest";

import { openAiResponses } from "../../../src/providers/index.ts";
import { itObeysTheProviderLaws } from "../../contracts/provider.ts";
import {
  answerFrom,
  casesOf,
  itObeysTheWireLaws,
  KEY,
  REQUEST,
  type Wire,
} from "../../contracts/wire-provider.ts";
import { byteServer, sends, sendsAs } from "../../support/servers/byte-server.ts";
import { attempt, responseEvent as event } from "./openai-support.ts";

const created = event("response.created", { response: { model: "m-1", status: "in_progress" } });

const text = (delta: string, place: object = { output_index: 0, item_id: "msg_1" }) =>
  event("response.output_text.delta", { delta, content_index: 0, ...place });

const usage = {
  input_tokens: 9,
  input_tokens_details: { cached_tokens: 4 },
  output_tokens: 7,
  output_tokens_details: { reasoning_tokens: 2 },
};

const completed = event("response.completed", { response: { status: "completed", usage } });

const message = (...content: readonly unknown[]) => ({ type: "message", id: "msg_1", content });

const added = (item: unknown, output_index?: number) =>
  event("response.output_item.added", { item, output_index });

const done = (item: unknown, output_index?: number) =>
  event("response.output_item.done", { item, output_index });

const call = (name: string, args = "") => ({
  type: "function_call",
  id: `fc_${name}`,
  call_id: `call_${name}`,
  name,
  arguments: args,
});

const wire: Wire = {
  create: (baseUrl) => openAiResponses({ apiKey: KEY, baseUrl }),
  contentType: "text/event-stream",
  answer: [
    created,
    added(message(), 0),
    ...["Hello ", "漢字 ", "👍", "!"].map((delta) => text(delta)),
    done(message({ type: "output_text", text: "Hello 漢字 👍!" }), 0),
    completed,
  ],
  beginning: [created, text("Hel")],
  malformed: 'event: response.output_text.delta\ndata: {"type":\n\n',
  error: event("error", { error: { type: "server_error", message: "overloaded" } }),
};

const answerOf = (...events: readonly string[]) => answerFrom(wire, sends(...events));

describe("openAiResponses()", () => {
  itObeysTheProviderLaws(casesOf(wire));
  itObeysTheWireLaws(wire);

  it("has the API's capabilities, and reports whether answers can be resumed", () => {
    const { capabilities } = openAiResponses({ apiKey: KEY });

    expect(capabilities).toEqual({
      resume: "continuation",
      usage: "always",
      tools: "deltas",
      reasoning: "summary",
      images: true,
      seed: false,
    });
    expect(openAiResponses({ apiKey: KEY, resumable: true }).capabilities.resume).toBe("native");
  });

  it("reads the usage", async () => {
    expect((await answerOf(created, text("a"), completed)).usage).toMatchObject({
      inputTokens: { total: 9, cached: 4 },
      outputTokens: { total: 7, reasoning: 2 },
      source: "provider",
    });
  });

  it.each([
    ["max_output_tokens", "length"],
    ["content_filter", "content-filter"],
    ["something_new", "truncated"],
  ])("maps the incomplete reason %s to %s", async (reason, kind) => {
    const response = { status: "incomplete", incomplete_details: { reason }, usage };
    const answer = await answerOf(created, text("a"), event("response.incomplete", { response }));

    expect(answer).toMatchObject({
      text: "a",
      end: { kind, raw: reason },
      usage: { outputTokens: { total: 7 } },
    });
  });

  it.each([
    [
      "output_text.done",
      [event("response.output_text.done", { output_index: 0, content_index: 0, text: "Hi" })],
    ],
    [
      "content that was streamed but for its last part",
      [
        event("response.output_text.delta", { output_index: 0, content_index: 0, delta: "H" }),
        event("response.output_text.done", { output_index: 0, content_index: 0, text: "H" }),
        event("response.output_text.done", { output_index: 0, content_index: 1, text: "i" }),
      ],
    ],
    ["a whole item", [done(message({ type: "output_text", text: "Hi" }), 0)]],
    ["the output of the end", []],
  ])("reads text that comes only in %s", async (_where, events) => {
    const output = [message({ type: "output_text", text: "Hi" })];
    const end = event("response.completed", { response: { status: "completed", output } });

    expect((await answerOf(created, ...events, end)).text).toBe("Hi");
  });

  it("reads calls and reasoning that come only with the end", async () => {
    const reasoning = { type: "reasoning", summary: [{ type: "summary_text", text: "Hm" }] };
    const response = { status: "completed", output: [reasoning, call("f", '{"x":1}')] };
    const answer = await answerOf(created, event("response.completed", { response }));

    expect(answer.reasoning).toBe("Hm");
    expect(answer.toolCalls).toMatchObject([{ name: "f", input: { x: 1 } }]);
    expect(answer.end?.kind).toBe("tool-calls");
  });

  it("does not accept [DONE] as the end of the answer", async () => {
    const { end } = await answerOf(created, text("a"), "data: [DONE]\n\n");

    expect(end).toEqual({ kind: "truncated", raw: undefined });
  });

  it("does not wait after the last event", async () => {
    expect((await answerOf(created, text("a"), completed, text("b"))).text).toBe("a");
  });

  it("reports a failed response with the provider's error code", async () => {
    const error = { code: "rate_limit_exceeded", message: "Request too large" };
    const failed = event("response.failed", { response: { status: "failed", error } });
    const { text: shown, end } = await answerOf(created, text("Hel"), failed);

    expect(shown).toBe("Hel");
    expect(end).toMatchObject({
      failure: {
        code: "provider-error",
        detail: "Request too large",
        type: "rate_limit_exceeded",
      },
    });
  });

  it("reports an error whose fields are next to the event's type", async () => {
    const { end } = await answerOf(event("error", { code: "server_error", message: "Sorry" }));

    expect(end).toMatchObject({
      failure: { code: "provider-error", detail: "Sorry", type: "server_error" },
    });
  });

  it("ignores unknown events", async () => {
    const answer = await answerOf(
      created,
      event("keepalive", { sequence_number: 3 }),
      event("response.web_search_call.searching", { output_index: 0, item_id: "ws_1" }),
      text("a", { output_index: 1, item_id: "msg_1" }),
      event("response.output_text.annotation.added", { output_index: 1, annotation: {} }),
      completed,
    );

    expect(answer).toMatchObject({ text: "a", end: { kind: "stop" } });
  });

  it("shows a refusal and reports it as the end reason", async () => {
    const refusal = (delta: string) =>
      event("response.refusal.delta", { delta, output_index: 0, item_id: "msg_1" });
    const { text: shown, end } = await answerOf(
      created,
      added(message(), 0),
      refusal("I cannot "),
      refusal("help."),
      done(message({ type: "refusal", refusal: "I cannot help." }), 0),
      completed,
    );

    expect({ shown, end }).toEqual({
      shown: "I cannot help.",
      end: { kind: "content-filter", raw: "completed" },
    });
  });

  it("creates a block for every part of a summary", async () => {
    const place = { output_index: 0, item_id: "rs_1" };
    const summary = (index: number, delta: string) => [
      event("response.reasoning_summary_part.added", { ...place, summary_index: index }),
      event("response.reasoning_summary_text.delta", { ...place, summary_index: index, delta }),
      event("response.reasoning_summary_part.done", { ...place, summary_index: index }),
    ];
    const { url } = await byteServer(
      sends(created, ...summary(0, "First."), ...summary(1, "Second."), completed),
    );
    const blocks: unknown[] = [];
    for await (const { events } of wire.create(url).stream(REQUEST, attempt())) {
      for (const one of events) {
        if (one.type === "reasoning-delta") blocks.push([one.block, one.text]);
      }
    }

    expect(blocks).toEqual([
      ["reasoning-0", "First."],
      ["reasoning-1", "Second."],
    ]);
  });

  it("shows the full reasoning if a server sends it", async () => {
    const reasoning = event("response.reasoning_text.delta", { delta: "Hm.", output_index: 0 });
    const place = { output_index: 1 };
    const answer = await answerOf(created, reasoning, text("Yes.", place), completed);

    expect(answer).toMatchObject({ reasoning: "Hm.", text: "Yes." });
  });

  it("calls tools in parallel", async () => {
    const args = (output_index: number, delta: string) =>
      event("response.function_call_arguments.delta", { output_index, delta });
    const { toolCalls, end } = await answerOf(
      created,
      added(call("a"), 0),
      added(call("b"), 1),
      args(0, '{"x"'),
      args(1, '{"y"'),
      args(0, ":1}"),
      args(1, ":2}"),
      event("response.function_call_arguments.done", { output_index: 0, arguments: '{"x":1}' }),
      done(call("a", '{"x":1}'), 0),
      done(call("b", '{"y":2}'), 1),
      completed,
    );

    expect(toolCalls).toEqual([
      { id: "call_a", name: "a", text: '{"x":1}', input: { x: 1 } },
      { id: "call_b", name: "b", text: '{"y":2}', input: { y: 2 } },
    ]);
    expect(end).toEqual({ kind: "tool-calls", raw: "completed" });
  });

  it("reads arguments that are not streamed", async () => {
    const whole = event("response.function_call_arguments.done", {
      output_index: 0,
      arguments: '{"x":1}',
    });
    const once = await answerOf(created, added(call("a"), 0), whole, completed);
    const twice = await answerOf(created, done(call("a", '{"x":1}'), 0), completed);

    expect(once.toolCalls).toMatchObject([{ id: "call_a", input: { x: 1 } }]);
    expect(twice.toolCalls).toMatchObject([{ id: "call_a", input: { x: 1 } }]);
  });

  it("has an empty object as the input of a call without arguments", async () => {
    const { toolCalls } = await answerOf(
      created,
      added(call("a"), 0),
      done(call("a"), 0),
      completed,
    );

    expect(toolCalls).toMatchObject([{ id: "call_a", text: "", input: {} }]);
  });
});

describe("openAiResponses()'s items", () => {
  const args = (place: object, delta: string) =>
    event("response.function_call_arguments.delta", { ...place, delta });

  it("are identified by their index if their ids change", async () => {
    const place = (id: string, output_index: number) => ({ item_id: id, output_index });
    const { text: shown, toolCalls } = await answerOf(
      created,
      added(message(), 0),
      text("Hel", place("x1", 0)),
      text("lo", place("x2", 0)),
      done({ ...message({ type: "output_text", text: "Hello" }), id: "x3" }, 0),
      added(call("a"), 1),
      args(place("x4", 1), '{"x"'),
      args(place("x5", 1), ":1}"),
      done({ ...call("a", '{"x":1}'), id: "x6" }, 1),
      completed,
    );

    expect(shown).toBe("Hello");
    expect(toolCalls).toMatchObject([{ id: "call_a", input: { x: 1 } }]);
  });

  it("are identified by their ids if there is no index", async () => {
    const { text: shown, toolCalls } = await answerOf(
      created,
      added(message()),
      text("Hello", { item_id: "msg_1" }),
      done(message({ type: "output_text", text: "Hello" })),
      added(call("a")),
      added(call("b")),
      args({ item_id: "fc_a" }, '{"x":1}'),
      args({ item_id: "fc_b" }, '{"y":2}'),
      done(call("a", '{"x":1}')),
      done(call("b", '{"y":2}')),
      completed,
    );

    expect(shown).toBe("Hello");
    expect(toolCalls).toMatchObject([{ input: { x: 1 } }, { input: { y: 2 } }]);
  });

  it("are the open ones if there is neither", async () => {
    const { id: _, ...nameless } = call("a");
    const { text: shown, toolCalls } = await answerOf(
      created,
      text("Hello", {}),
      done({ type: "message", content: [{ type: "output_text", text: "Hello" }] }),
      added(nameless),
      args({}, '{"x":1}'),
      done({ ...nameless, arguments: '{"x":1}' }),
      completed,
    );

    expect(shown).toBe("Hello");
    expect(toolCalls).toMatchObject([{ id: "call_a", input: { x: 1 } }]);
  });

  it("may all have the same index", async () => {
    const { toolCalls } = await answerOf(
      created,
      added(call("a"), 0),
      args({ output_index: 0 }, '{"x":1}'),
      done(call("a", '{"x":1}'), 0),
      added(call("b"), 0),
      args({ output_index: 0 }, '{"y":2}'),
      done(call("b", '{"y":2}'), 0),
      completed,
    );

    expect(toolCalls).toMatchObject([
      { name: "a", input: { x: 1 } },
      { name: "b", input: { y: 2 } },
    ]);
  });

  it("are shown whole if nothing of them was streamed", async () => {
    const reasoning = { type: "reasoning", id: "rs_1", summary: [{ text: "Hm." }], content: [] };
    const answer = await answerOf(
      created,
      done(reasoning, 0),
      done(message({ type: "output_text", text: "Hello" }), 1),
      completed,
    );

    expect(answer).toMatchObject({ reasoning: "Hm.", text: "Hello" });
  });

  it("are shown once if they are repeated", async () => {
    const hello = message({ type: "output_text", text: "Hello" });
    const answer = await answerOf(created, done(hello, 0), done(hello, 0), completed);

    expect(answer.text).toBe("Hello");
  });
});

describe("openAiResponses() without a stream", () => {
  const request = { ...REQUEST, stream: false };

  const askWhole = (response: unknown) =>
    answerFrom({ ...wire, request }, sendsAs("application/json", JSON.stringify(response)));

  it("returns reasoning, text, calls and usage", async () => {
    const output = [
      { type: "reasoning", id: "rs_1", summary: [{ type: "summary_text", text: "Hm." }] },
      message({ type: "output_text", text: "One moment." }),
      call("a", '{"x":1}'),
    ];

    expect(await askWhole({ model: "m-1", status: "completed", output, usage })).toMatchObject({
      reasoning: "Hm.",
      text: "One moment.",
      toolCalls: [{ id: "call_a", name: "a", input: { x: 1 } }],
      usage: { inputTokens: { total: 9 }, source: "provider" },
      end: { kind: "tool-calls", raw: "completed" },
    });
  });

  it("reports why it is incomplete", async () => {
    const output = [message({ type: "output_text", text: "Hel" })];
    const incomplete_details = { reason: "max_output_tokens" };
    const answer = await askWhole({ status: "incomplete", output, incomplete_details });

    expect(answer).toMatchObject({ text: "Hel", end: { kind: "length" } });
  });

  it.each([
    ["failed", { status: "failed", output: [], error: { code: "busy", message: "Sorry" } }],
    ["an error", { error: { type: "busy", message: "Sorry" } }],
  ])("reports a response that is %s", async (_what, response) => {
    expect((await askWhole(response)).end).toMatchObject({
      failure: { code: "provider-error", detail: "Sorry", type: "busy" },
    });
  });

  it.each([
    ["is still in progress", { status: "in_progress", output: [] }],
    ["is no response", {}],
  ])("reports a response that %s as truncated", async (_what, response) => {
    expect((await askWhole(response)).end).toEqual({ kind: "truncated", raw: undefined });
  });
});
