import { describe, expect, it } from "vitest";

import { asText, dig } from "../../../src/wire/index.ts";
import { answerInText, realtime, written } from "../../support/realtime.ts";

const FAST = "fixed:ttftMs=1,itlMs=0";

const WEATHER = {
  type: "function",
  name: "get_weather",
  parameters: { type: "object", properties: { location: { type: "string" } } },
};

type Session = Awaited<ReturnType<typeof realtime>>;

const setting = (session: object) => ({ type: "session.update", session });

const deltas = ({ events }: Session, type: string) =>
  events.filter((event) => dig(event, "type") === type).map((event) => asText(dig(event, "delta")));

describe("a realtime session", () => {
  it("sends events in the API's order", async () => {
    const session = await realtime(FAST);
    session.send(written("echo: a b"));
    session.send(answerInText());
    const done = await session.event("response.done");

    expect(session.types()).toEqual([
      "session.created",
      "conversation.item.added",
      "conversation.item.done",
      "response.created",
      "response.output_item.added",
      "conversation.item.added",
      "response.content_part.added",
      "response.output_text.delta",
      "response.output_text.delta",
      "response.output_text.done",
      "response.content_part.done",
      "conversation.item.done",
      "response.output_item.done",
      "response.done",
    ]);
    expect(deltas(session, "response.output_text.delta")).toEqual(["a", " b"]);
    expect(done).toMatchObject({
      response: {
        status: "completed",
        output: [
          { type: "message", role: "assistant", content: [{ type: "output_text", text: "a b" }] },
        ],
        usage: { input_tokens: 4, output_tokens: 2, total_tokens: 6 },
      },
    });
    expect(new Set(session.events.map((event) => dig(event, "event_id"))).size).toBe(
      session.events.length,
    );
  });

  it("paces tokens by the profile, and records their true times", async () => {
    const session = await realtime("fixed:ttftMs=30,itlMs=20");
    session.send(written("echo: a b c"));
    session.send(answerInText());
    const response = dig(await session.event("response.done"), "response");
    const [record] = await session.truth();

    expect(`resp_${record?.id}`).toBe(dig(response, "id"));
    expect(record?.tokens.map(({ dueUs }) => dueUs)).toEqual([30_000, 50_000, 70_000]);
    expect(record?.state).toBe("complete");
  });

  it("sends audio on request", async () => {
    const session = await realtime(FAST);
    session.send(written("echo: a, b"));
    session.send({ type: "response.create" });
    const done = await session.event("response.done");
    const audio = deltas(session, "response.output_audio.delta").map((delta) =>
      Buffer.from(delta ?? "", "base64"),
    );

    expect(deltas(session, "response.output_audio_transcript.delta").join("")).toBe("a, b");
    expect(Buffer.concat(audio)).toHaveLength("a, b".length * 3_200);
    expect(session.types()).toContain("response.output_audio.done");
    expect(done).toMatchObject({
      response: {
        output: [{ content: [{ type: "output_audio", transcript: "a, b" }] }],
        usage: { output_token_details: { audio_tokens: 3, text_tokens: 0 } },
      },
    });
  });

  it("uses changed session settings", async () => {
    const session = await realtime(FAST);
    const audio = { output: { voice: "marin" } };
    const change = { output_modalities: ["text"], max_output_tokens: 2, model: "other", audio };
    session.send({ type: "session.update", session: change });
    session.send(written("echo: a b c"));
    session.send({ type: "response.create" });
    const done = await session.event("response.done");

    expect(await session.event("session.updated")).toMatchObject({
      session: {
        model: FAST,
        output_modalities: ["text"],
        audio: { output: { voice: "marin", speed: 1, format: { rate: 24_000 } } },
      },
    });
    expect(deltas(session, "response.output_text.delta").join("")).toBe("a b");
    expect(done).toMatchObject({
      response: { status: "incomplete", status_details: { reason: "max_output_tokens" } },
    });
  });

  it("calls tools, and answers with their results", async () => {
    const session = await realtime(FAST);
    session.send({
      type: "session.update",
      session: { tools: [WEATHER], output_modalities: ["text"] },
    });
    session.send(written("How is the weather in Paris?"));
    session.send({ type: "response.create" });
    const call = await session.event("response.function_call_arguments.done");
    await session.event("response.done");
    session.send({
      type: "conversation.item.create",
      item: { type: "function_call_output", call_id: dig(call, "call_id"), output: "14 degrees" },
    });
    session.send({ type: "response.create" });
    const answered = await session.event("response.output_text.done");

    expect(call).toMatchObject({ name: "get_weather", arguments: '{"location":"Paris"}' });
    expect(deltas(session, "response.function_call_arguments.delta").join("")).toBe(
      dig(call, "arguments"),
    );
    expect(answered).toMatchObject({ text: "The tool says: 14 degrees" });
  });

  it("stops when the response is cancelled", async () => {
    const session = await realtime("fixed:ttftMs=1,itlMs=0+stall@after=2");
    session.send(written("echo: a b c"));
    session.send(answerInText());
    await session.event("response.output_text.delta");
    session.send({ type: "response.cancel" });
    const done = await session.event("response.done");

    expect(done).toMatchObject({
      response: {
        status: "cancelled",
        status_details: { type: "cancelled", reason: "client_cancelled" },
        output: [{ status: "incomplete", content: [{ text: expect.stringMatching(/^a/u) }] }],
      },
    });
    expect(await session.truth()).toMatchObject([{ state: "cancelled" }]);
    session.send(answerInText());
    await session.event("response.done");
    expect(session.types().filter((type) => type === "error")).toEqual([]);
  });

  it("stops when the client disconnects", async () => {
    const session = await realtime("fixed:ttftMs=1,itlMs=50");
    session.send(written("Tell me a long story"));
    session.send(answerInText());
    await session.event("response.output_text.delta");
    session.socket.close();
    let [record] = await session.truth();
    while (record?.state === "streaming") [record] = await session.truth();

    expect(record?.state).toBe("client-left");
  });

  it("commits input audio, and discards cleared audio", async () => {
    const session = await realtime(FAST);
    session.send({ type: "input_audio_buffer.append", audio: "AAAA" });
    session.send({ type: "input_audio_buffer.clear" });
    session.send({ type: "input_audio_buffer.commit", event_id: "mine" });
    const error = await session.event("error");
    session.send({ type: "input_audio_buffer.append", audio: "AAAA" });
    session.send({ type: "input_audio_buffer.commit" });
    const item = await session.event("conversation.item.added");

    expect(error).toMatchObject({ error: { event_id: "mine" } });
    expect(item).toMatchObject({ item: { role: "user", content: [{ type: "input_audio" }] } });
  });

  it("inserts and deletes items", async () => {
    const session = await realtime(FAST);
    const item = (id: string, text: string) => ({ item: { ...written(text).item, id } });
    session.send({ ...written(""), ...item("two", "echo: two") });
    session.send({ ...written(""), ...item("one", "echo: one"), previous_item_id: "root" });
    session.send({ type: "conversation.item.delete", item_id: "two" });
    session.send({ type: "conversation.item.retrieve", item_id: "one" });
    session.send(answerInText());
    const answered = await session.event("response.output_text.done");

    expect(session.events.map((event) => dig(event, "previous_item_id")).slice(1, 5)).toEqual([
      null,
      null,
      null,
      null,
    ]);
    expect(await session.event("conversation.item.retrieved")).toMatchObject({
      item: { id: "one" },
    });
    expect(answered).toMatchObject({ text: "one" });
  });

  it("answers outside the conversation without changing it", async () => {
    const session = await realtime(FAST);
    session.send(written("echo: in it"));
    const input = [written("echo: beside it").item];
    const metadata = { topic: "aside" };
    session.send(answerInText({ conversation: "none", input, metadata }));
    const done = await session.event("response.done");
    const types = session.types();

    expect(done).toMatchObject({
      response: { conversation_id: null, metadata, output: [{ content: [{ text: "beside it" }] }] },
    });
    expect(types.slice(types.indexOf("response.created"))).toEqual([
      "response.created",
      "response.output_item.added",
      "response.content_part.added",
      "response.output_text.delta",
      "response.output_text.delta",
      "response.output_text.done",
      "response.content_part.done",
      "response.output_item.done",
      "response.done",
    ]);
  });

  it("answers items by reference", async () => {
    const session = await realtime(FAST);
    const { type, item } = written("echo: first");
    session.send({ type, item: { ...item, id: "first" } });
    session.send(written("echo: second"));
    const input = [{ type: "item_reference", id: "first" }];
    session.send(answerInText({ input }));

    expect(await session.event("response.output_text.done")).toMatchObject({ text: "first" });
  });

  it("echoes the response's parameters", async () => {
    const session = await realtime(FAST);
    session.send(written("echo: a"));
    const audio = { output: { voice: "marin" } };
    session.send({ type: "response.create", response: { audio, max_output_tokens: 50 } });
    const format = { type: "audio/pcm", rate: 24_000 };

    expect(await session.event("response.created")).toMatchObject({
      response: {
        audio: { output: { voice: "marin", format } },
        max_output_tokens: 50,
        metadata: null,
      },
    });
  });

  it("counts a call as text even in audio", async () => {
    const session = await realtime(FAST);
    session.send(written("call: now []"));
    session.send({ type: "response.create" });

    expect(await session.event("response.done")).toMatchObject({
      response: { usage: { output_token_details: { audio_tokens: 0, text_tokens: 2 } } },
    });
  });

  it("clears the transcript of a truncated answer", async () => {
    const session = await realtime(FAST);
    session.send(written("echo: a b"));
    session.send({ type: "response.create" });
    const id = dig(await session.event("response.done"), "response", "output", 0, "id");
    const place = { item_id: id, content_index: 0, audio_end_ms: 50 };
    session.send({ type: "conversation.item.truncate", ...place });
    session.send({ type: "conversation.item.retrieve", item_id: id });

    expect(await session.event("conversation.item.truncated")).toMatchObject(place);
    expect(await session.event("conversation.item.retrieved")).toMatchObject({
      item: { id, content: [{ type: "output_audio", transcript: "" }] },
    });
  });

  it.each([
    ["not json", "invalid_value", 'the event as it must be JSON: current value is "not json"'],
    [{ type: "explode" }, "invalid_value", 'current value is "explode"'],
    [{ type: "response.cancel" }, "response_cancel_not_active", "no active response"],
    [{ type: "conversation.item.delete", item_id: "no" }, "item_not_found", '"no"'],
    [{ ...written("a"), previous_item_id: "no" }, "item_not_found", '"no"'],
    [{ type: "conversation.item.create", item: { type: "x" } }, null, '"item.type" must be one of'],
    [{ type: "input_audio_buffer.append", audio: "?" }, null, "Base64"],
    [{ type: "session.update" }, null, '"session" must be an object'],
    [{ type: "session.update", session: [] }, null, '"session" must be an object'],
    [setting({ tools: 5 }), null, '"tools" must be a list of objects'],
    [setting({ max_output_tokens: 0 }), null, '"max_output_tokens" must be'],
    [setting({ output_modalities: "text" }), null, '"output_modalities" must be'],
    [setting({ audio: 5 }), null, '"audio" must be an object'],
    [setting({ audio: { output: { speed: "fast" } } }), null, '"speed" must be a number'],
    [{ ...written(""), item: { ...written("").item, content: "a" } }, null, '"content" must be'],
    [setting({ output_modalities: ["video"] }), null, '"output_modalities" must be'],
    [answerInText({ max_output_tokens: "9" }), null, '"max_output_tokens" must be'],
    [{ type: "response.create", response: 5 }, null, '"response" must be an object'],
    [answerInText({ input: [{ type: "item_reference", id: "no" }] }), "item_not_found", '"no"'],
    [{ type: "conversation.item.truncate", item_id: "no" }, "item_not_found", '"no"'],
  ])("reports the error in %j and continues", async (event, code, message) => {
    const session = await realtime(FAST);
    session.send(event);
    const error = await session.event("error");
    session.send(written("echo: still here"));
    session.send(answerInText());

    expect(error).toMatchObject({
      error: { type: "invalid_request_error", code, message: expect.stringContaining(message) },
    });
    expect(await session.event("response.output_text.done")).toMatchObject({ text: "still here" });
  });

  it("runs one response at a time", async () => {
    const session = await realtime("fixed:ttftMs=60000");
    session.send(written("echo: a"));
    session.send(answerInText());
    session.send(answerInText());

    expect(await session.event("error")).toMatchObject({
      error: { code: "conversation_already_has_active_response" },
    });
  });

  it("rejects an unknown model with the first response", async () => {
    const session = await realtime("gpt-none");
    session.send(answerInText());

    expect(await session.event("error")).toMatchObject({ error: { code: "model_not_found" } });
  });

  it("misbehaves on request", async () => {
    const headers = { "x-sim-faults": "malformed@after=0+error@after=2" };
    const session = await realtime(FAST, { headers });
    session.send(written("echo: a b c"));
    session.send(answerInText());
    const done = await session.event("response.done");

    expect(session.events.filter((event) => typeof event === "string")).toEqual([
      '{"type":"response.output_text.delta","delta":"',
    ]);
    expect(await session.event("error")).toMatchObject({ error: { type: "server_error" } });
    expect(done).toMatchObject({ response: { status: "failed" } });
  });

  it("does not truncate a user's item", async () => {
    const session = await realtime(FAST);
    const { type, item } = written("echo: a");
    session.send({ type, item: { ...item, id: "mine" } });
    session.send({ type: "conversation.item.truncate", item_id: "mine", audio_end_ms: 0 });

    expect(await session.event("error")).toMatchObject({
      error: { code: "invalid_value", message: expect.stringContaining('"mine"') },
    });
  });

  it.each(["fin", "rst"])("is cut off on request: %s", async (how) => {
    const session = await realtime(`${FAST}+cut@after=1,how=${how}`);
    session.send(written("echo: a b c"));
    session.send(answerInText());
    await session.closed();

    expect(deltas(session, "response.output_text.delta")).toEqual(["a"]);
    expect(session.types()).not.toContain("response.done");
    expect(await session.truth()).toMatchObject([{ state: "cut" }]);
  });

  it("has the same bytes for the same seed", async () => {
    const saidBy = async (seed: number) => {
      const session = await realtime("hosted-large:ttftMs=1,itlMs=0.1,stallMs=1", { seed });
      session.send(written("Hello"));
      session.send(answerInText({ max_output_tokens: 20 }));
      await session.event("response.done");
      return session.events;
    };
    const first = await saidBy(1);

    expect(await saidBy(1)).toEqual(first);
    expect(await saidBy(2)).not.toEqual(first);
  });

  it("does not exist at other paths", async () => {
    const session = await realtime(FAST);
    const url = new URL("/v1/nothing", session.url);
    url.protocol = "ws:";
    const other = new WebSocket(url);
    const code = await new Promise((resolve) => {
      other.addEventListener("close", (event) => resolve(event.code));
    });

    expect(code).toBe(1008);
  });
});
