import { describe, expect, it } from "vitest";

import { systemClock } from "../../../src/clock/index.ts";
import { collect } from "../../../src/events/index.ts";
import { startStream } from "../../../src/lifecycle/index.ts";
import { anthropicDecoder } from "../../../src/providers/anthropic/decoder.ts";
import { anthropicMessages } from "../../../src/providers/index.ts";
import { seededRandom } from "../../../src/stats/index.ts";
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
  refuses,
  sends,
  sendsAs,
} from "../../support/servers/byte-server.ts";
import { listOf } from "../../support/events.ts";
import { decodedAnswer } from "../../support/decoded-answer.ts";
import { plainAnswer, wireFixtures } from "../../support/wire-fixture.ts";

const frame = (payload: unknown) => `event: x\ndata: ${JSON.stringify(payload)}\n\n`;
const frames = (...payloads: readonly unknown[]) => payloads.map(named);

/** As the provider sends it: the name repeats the type. */
function named(payload: unknown): string {
  const { type } = Object(payload);
  return frame(payload).replace("event: x", `event: ${type}`);
}

const start = (usage: unknown = { input_tokens: 3, output_tokens: 1 }) => ({
  type: "message_start",
  message: { id: "msg_1", type: "message", model: "claude-m", content: [], usage },
});
const block = (content_block: unknown, index = 0) => ({
  type: "content_block_start",
  index,
  content_block,
});
const delta = (part: unknown, index = 0) => ({ type: "content_block_delta", index, delta: part });
const text = (part: string, index = 0) => delta({ type: "text_delta", text: part }, index);
const stop = (index = 0) => ({ type: "content_block_stop", index });
const ending = (stop_reason: string, usage: unknown = { output_tokens: 4 }) => [
  { type: "message_delta", delta: { stop_reason, stop_sequence: null }, usage },
  { type: "message_stop" },
];

const wire: Wire = {
  create: (baseUrl) => anthropicMessages({ apiKey: KEY, baseUrl }),
  contentType: "text/event-stream",
  answer: frames(
    start(),
    block({ type: "text", text: "" }),
    { type: "ping" },
    ...["Hello ", "漢字 ", "👍", "!"].map((part) => text(part)),
    stop(),
    ...ending("end_turn"),
  ),
  beginning: frames(start(), block({ type: "text", text: "" }), text("Hel")),
  malformed: 'event: content_block_delta\ndata: {"type":\n\n',
  error: named({ type: "error", error: { type: "overloaded_error", message: "overloaded" } }),
};
const bySdk: Wire = {
  ...wire,
  create: (baseUrl) => anthropicMessages({ apiKey: KEY, baseUrl, decode: "sdk" }),
};

const answerOf = (...answers: readonly Answer[]) => answerFrom(wire, ...answers);
const decoded = (...payloads: readonly unknown[]) => answerOf(sends(...frames(...payloads)));

describe("anthropicMessages()", () => {
  itObeysTheProviderLaws(casesOf(wire));
  itObeysTheWireLaws(wire);

  it.each(wireFixtures("anthropic-messages"))(
    "understands $name",
    async ({ payloads, expected }) => {
      expect(plainAnswer(await decoded(...payloads))).toEqual(expected);
    },
  );

  it.each(wireFixtures("anthropic-messages"))(
    "understands $name as the SDK decodes it",
    async ({ payloads, expected }) => {
      const answer = await answerFrom(bySdk, sends(...frames(...payloads)));

      expect(plainAnswer(answer)).toEqual(expected);
    },
  );

  it("accepts only message_stop as the end of the answer", async () => {
    const [ended] = ending("end_turn");
    const { end } = await decoded(start(), block({ type: "text", text: "" }), text("a"), ended);

    expect(end).toEqual({ kind: "truncated", raw: "end_turn" });
  });

  it("ignores message_stop before the start of an answer", async () => {
    expect((await decoded({ type: "message_stop" })).end).toMatchObject({
      kind: "truncated",
    });
  });

  it.each([
    ["end_turn", "stop"],
    ["stop_sequence", "stop"],
    ["pause_turn", "truncated"],
    ["compaction", "truncated"],
    ["max_tokens", "length"],
    ["model_context_window_exceeded", "length"],
    ["tool_use", "tool-calls"],
    ["refusal", "content-filter"],
    ["a_reason_to_come", "other"],
  ])("maps the stop reason %s to %s", async (raw, kind) => {
    expect((await decoded(start(), ...ending(raw))).end).toEqual({ kind, raw });
  });

  it("continues after a second message_start", async () => {
    const answer = await decoded(
      start({ input_tokens: 10, output_tokens: 1 }),
      start({ input_tokens: 10, output_tokens: 1 }),
      block({ type: "text", text: "" }),
      text("Hel"),
      start({ input_tokens: 10, output_tokens: 1 }),
      text("lo"),
      stop(),
      ...ending("end_turn"),
    );

    expect(answer).toMatchObject({
      text: "Hello",
      usage: { inputTokens: { total: 10 } },
      end: { kind: "stop" },
    });
  });

  it("reports the input tokens of an answer that was cut off", async () => {
    const usage = {
      input_tokens: 5,
      cache_creation_input_tokens: 20,
      cache_read_input_tokens: 100,
      output_tokens: 1,
    };
    const { usage: known } = await decoded(
      start(usage),
      block({ type: "text", text: "" }),
      text("a"),
    );

    expect(known).toMatchObject({
      inputTokens: { total: 125, cached: 100 },
      outputTokens: { total: 1 },
      source: "estimated",
    });
  });

  it("reports the provider's final counts even if they are lower", async () => {
    const usage = { input_tokens: 612, cache_read_input_tokens: 7, output_tokens: 2_819 };
    const iterations = [{ type: "compaction", input_tokens: 60_385, output_tokens: 522 }];
    const answer = await decoded(
      start({ input_tokens: 60_385, cache_read_input_tokens: 0, output_tokens: 5 }),
      ...ending("end_turn", { ...usage, iterations }),
    );

    expect(answer.usage).toMatchObject({
      inputTokens: { total: 619, cached: 7 },
      outputTokens: { total: 2_819 },
    });
  });

  it("keeps the input tokens if a later event has them as 0", async () => {
    const { usage } = await decoded(
      start({ input_tokens: 7, output_tokens: 1 }),
      ...ending("end_turn", { input_tokens: 0, output_tokens: 2, cache_read_input_tokens: null }),
    );

    expect(usage).toMatchObject({
      inputTokens: { total: 7, cached: undefined },
      outputTokens: { total: 2 },
    });
  });

  it("reports the thinking tokens if the provider sends no other count", async () => {
    const usage = { output_tokens_details: { thinking_tokens: 3 } };
    const payloads = [start({}), text("a"), stop(), ...ending("end_turn", usage)];

    expect((await decodedAnswer(anthropicDecoder, payloads)).usage).toMatchObject({
      inputTokens: { total: undefined },
      outputTokens: { total: undefined, reasoning: 3 },
      source: "provider",
    });
  });

  it("separates several calls, with arguments that are streamed, whole or missing", async () => {
    const call = (index: number, input: unknown) =>
      block({ type: "tool_use", id: `t${index}`, name: "f", input }, index);
    const part = (partial_json: string, index: number) =>
      delta({ type: "input_json_delta", partial_json }, index);
    const { toolCalls } = await decoded(
      start(),
      call(0, {}),
      part("", 0),
      part('{"a":', 0),
      part("1}", 0),
      stop(0),
      call(1, { b: 2 }),
      stop(1),
      call(2, {}),
      stop(2),
      call(3, { whole: true }),
      part('{"c":3}', 3),
      stop(3),
      ...ending("tool_use"),
    );

    expect(toolCalls.map(({ id, input }) => [id, input])).toEqual([
      ["t0", { a: 1 }],
      ["t1", { b: 2 }],
      ["t2", {}],
      ["t3", { c: 3 }],
    ]);
  });

  it("reads arguments from the start of a call that is never stopped", async () => {
    const { toolCalls, end } = await decoded(
      start(),
      block({ type: "tool_use", id: "t", name: "f", input: { a: 1 } }),
      ...ending("end_turn"),
    );

    expect(toolCalls).toEqual([{ id: "t", name: "f", text: '{"a":1}', input: { a: 1 } }]);
    expect(end).toEqual({ kind: "tool-calls", raw: "end_turn" });
  });

  it.each([
    ["at once", []],
    ["after an empty part", [delta({ type: "input_json_delta", partial_json: "" })]],
    ["after its block was closed", [stop()]],
  ])("emits no input for a call without arguments that is cut off %s", async (_when, rest) => {
    const call = { type: "tool_use", id: "t", name: "delete_all", input: {} };
    const { toolCalls } = await decoded(start(), block(call), ...rest);

    expect(toolCalls).toEqual([{ id: "t", name: "delete_all", text: "", input: undefined }]);
  });

  it("keeps every digit of whole arguments", async () => {
    const id = "2512292042121000001";
    const call = block({ type: "tool_use", id: "t", name: "f", input: { id: 1 } });
    const all = frames(start(), call, stop(), ...ending("tool_use")).join("");
    const { toolCalls } = await answerOf(sends(all.replace('"id":1}', `"id": ${id}}`)));
    const message = { ...start().message, content: [call.content_block], stop_reason: "tool_use" };
    const whole = await answerFrom(
      { ...wire, request: { ...REQUEST, stream: false } },
      sendsAs("application/json", JSON.stringify(message).replace('"id":1}', `"id": ${id}}`)),
    );

    expect(toolCalls).toMatchObject([{ text: `{"id":${id}}` }]);
    expect(whole.toolCalls).toMatchObject([{ text: `{"id":${id}}` }]);
  });

  it("emits no input for arguments that were cut off", async () => {
    const { toolCalls } = await decoded(
      start(),
      block({ type: "tool_use", id: "t", name: "f", input: {} }),
      delta({ type: "input_json_delta", partial_json: '{"a":' }),
    );

    expect(toolCalls).toEqual([{ id: "t", name: "f", text: '{"a":', input: undefined }]);
  });

  it("ignores unknown events and blocks", async () => {
    const { text: shown, end } = await decoded(
      start(),
      { type: "an_event_to_come", index: 0 },
      block({ type: "redacted_thinking", data: "c2VjcmV0" }),
      stop(),
      block({ type: "a_block_to_come", text: "not this" }, 1),
      delta({ type: "a_delta_to_come", text: "nor this" }, 1),
      stop(1),
      block({ type: "text", text: ANSWER }, 2),
      stop(2),
      ...ending("end_turn"),
    );

    expect({ shown, kind: end?.kind }).toEqual({ shown: ANSWER, kind: "stop" });
  });

  it("reports an error without a type", async () => {
    const { end } = await answerOf(sends(frame({ error: { message: "no route" } })));

    expect(end).toMatchObject({ failure: { code: "provider-error", detail: "no route" } });
  });

  it("reports that the provider is overloaded, with the request id", async () => {
    const overloaded: Answer = (_request, response) => {
      response.writeHead(529, { "content-type": "application/json", "request-id": "req_1" });
      response.end('{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}');
    };

    expect((await answerOf(overloaded)).end).toMatchObject({
      failure: { status: 529, type: "overloaded_error", detail: "Overloaded" },
    });
  });

  it("reports the request id", async () => {
    const { url } = await byteServer((_request, response) => {
      response.writeHead(200, { "content-type": "text/event-stream", "request-id": "req_7" });
      response.end(frames(start(), ...ending("end_turn")).join(""));
    });
    const outside = { clock: systemClock(), random: seededRandom(1) };
    const [first] = await listOf(startStream(wire.create(url), REQUEST, outside));

    expect(first).toMatchObject({ requestId: "req_7", model: "claude-m" });
  });

  it("emits the same events for an answer that is not streamed", async () => {
    const message = {
      ...start({ input_tokens: 3, output_tokens: 9 }).message,
      content: [
        { type: "thinking", thinking: "Hm.", signature: "c2ln" },
        { type: "text", text: ANSWER },
        { type: "tool_use", id: "t", name: "f", input: { a: [1] } },
      ],
      stop_reason: "tool_use",
    };
    const whole = sendsAs("application/json", JSON.stringify(message));
    const request = { ...REQUEST, stream: false };

    for (const { create } of [wire, bySdk]) {
      expect(await answerFrom({ create, request }, whole)).toMatchObject({
        text: ANSWER,
        reasoning: "Hm.",
        toolCalls: [{ id: "t", text: '{"a":[1]}' }],
        usage: { inputTokens: { total: 3 }, outputTokens: { total: 9 }, source: "provider" },
        end: { kind: "tool-calls", raw: "tool_use" },
      });
    }
  });

  it("reports the SDK's errors like those of this package's decoder", async () => {
    const errors = [
      sends(...wire.beginning, wire.error ?? ""),
      refuses(401),
      sends(wire.malformed?.toString() ?? ""),
    ];
    for (const answer of errors) {
      const own = await answerOf(answer);
      const theirs = await answerFrom(bySdk, answer);

      expect(theirs.text).toBe(own.text);
      expect(theirs.end?.kind).toBe(own.end?.kind);
    }
    const { end } = await answerFrom(bySdk, sends(wire.error ?? ""));
    expect(end).toMatchObject({
      failure: { code: "provider-error", detail: "overloaded", type: "overloaded_error" },
    });
  });

  it("lists the models", async () => {
    const models = { data: [{ id: "claude-b" }, { id: "claude-a" }], has_more: false };
    const server = await byteServer(sendsAs("application/json", JSON.stringify(models)));
    const { signal } = new AbortController();
    const attempt = { number: 1, clock: systemClock(), signal, onStage: () => undefined };

    expect(await wire.create(server.url).listModels?.(attempt)).toEqual(["claude-b", "claude-a"]);
    expect(server.latest.path).toBe("/v1/models?limit=1000");
  });

  it.each(["", "/", "/v1", "/v1/"])("accepts a base URL that ends with %j", async (path) => {
    const server = await byteServer(sends(...frames(start(), ...ending("end_turn"))));
    const baseUrl = server.url.replace(/\/v1$/, path);
    const outside = { clock: systemClock(), random: seededRandom(1) };
    await collect(startStream(wire.create(baseUrl), REQUEST, outside));

    expect(server.latest.path).toBe("/v1/messages");
  });

  it("reports how an answer can be resumed", () => {
    const settings = { apiKey: KEY };
    expect(anthropicMessages(settings).capabilities.resume).toBe("continuation");
    expect(anthropicMessages({ ...settings, prefill: true }).capabilities.resume).toBe("prefill");
  });

  it.each([
    [{ apiKey: "" }, "set ANTHROPIC_API_KEY"],
    [{ apiKey: "k", baseUrl: "localhost:8000" }, 'current value is "localhost:8000"'],
  ])("refuses %j", (settings, message) => {
    expect(() => anthropicMessages(settings)).toThrow(message);
  });
});
