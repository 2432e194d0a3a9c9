import { describe, expect, it } from "vitest";

import { VirtualClock } from "../../../src/clock/index.ts";
import {
  type StreamChunk,
  streamFormatters,
  streamGenerators,
  type StreamKind,
} from "../../../src/simulator/index.ts";
import { streamFormats } from "../../../src/simulator/framework/stream-formatters.ts";
import { streamKinds } from "../../../src/simulator/framework/stream-chunk.ts";
import { asList, asText, dig, parseJson } from "../../../src/wire/index.ts";
import { listOf } from "../../support/events.ts";

const PROMPT = "think: Hm.\necho: a b";

async function generated(kind: StreamKind, prompt = PROMPT): Promise<StreamChunk[]> {
  const clock = new VirtualClock(7_000);
  const request = { model: "fixed", prompt, seed: 1 };
  return clock.runUntil(listOf(streamGenerators[kind](request, { clock, streamId: "s1" })));
}

const called = (name: string, text: string) => ({ name, arguments: text });

const typesOf = (chunks: readonly StreamChunk[]) => chunks.map(({ delta }) => delta.type);

describe("streamGenerators", () => {
  it.each([
    ["chat", ["start", "reasoning", "reasoning", "text", "text", "end"]],
    ["completion", ["text", "text", "end"]],
    ["audio", ["audio", "audio", "end"]],
    ["realtime", ["start", "audio", "audio", "end"]],
  ] as const)("include the parts that %s shows", async (kind, types) => {
    expect(typesOf(await generated(kind))).toEqual(types);
  });

  it.each(["chat", "realtime"] as const)("call tools in %s", async (kind) => {
    const chunks = await generated(kind, 'call: get_time {"zone":1}');
    const calls = chunks.flatMap(({ delta }) => (delta.type === "tool-call" ? [delta] : []));

    expect(calls.map(({ text }) => text).join("")).toBe('{"zone":1}');
    expect(chunks.at(-1)?.delta).toMatchObject({ type: "end", finish: "tool-calls" });
  });

  it.each([
    ["chat", "echo:", ["start", "end"]],
    ["completion", "echo:", ["end"]],
    ["realtime", "echo:", ["start", "end"]],
  ] as const)("start and end %s with an empty answer", async (kind, prompt, types) => {
    expect(typesOf(await generated(kind, prompt))).toEqual(types);
  });

  it("keep an answer's timing in every kind", async () => {
    for (const kind of streamKinds) {
      const [last] = (await generated(kind)).slice(-1);
      expect(last?.atMs).toBe(260);
    }
  });

  it("stop when the reader returns early", async () => {
    const clock = new VirtualClock();
    const request = { model: "fixed", prompt: "echo: a b c", seed: 1 };
    const chunks = streamGenerators.completion(request, { clock });
    await clock.runUntil(chunks.next());
    await chunks.return();

    expect(clock.nextCallAt).toBeUndefined();
  });

  it("fail when a fault ends the answer", async () => {
    const clock = new VirtualClock();
    const request = { model: "fixed+cut@after=1", prompt: "echo: a b c", seed: 1 };
    const reading = listOf(streamGenerators.chat(request, { clock }));

    await expect(clock.runUntil(reading)).rejects.toThrow("a fault of the scenario");
  });
});

const sentIn = (text: string) =>
  Array.from(text.matchAll(/^data: (\{.*)$/gmu), ([, data = ""]) => parseJson(data));

describe("streamFormatters", () => {
  it("write only the text", async () => {
    for (const kind of streamKinds) {
      const chunks = await generated(kind);
      expect(chunks.map(streamFormatters["plain-text"].chunk).join("")).toBe("a b");
    }
  });

  it("write a chunk as JSON, with audio in Base64", async () => {
    const [chunk] = await generated("audio");
    if (chunk === undefined) throw new Error("no chunk");
    const line = streamFormatters["json-lines"].chunk(chunk);
    const written = parseJson(line);
    const audio = Buffer.from(asText(dig(written, "delta", "bytes")) ?? "", "base64");

    expect(line.endsWith("}\n")).toBe(true);
    expect(written).toMatchObject({
      streamId: "s1",
      kind: "audio",
      index: 0,
      atMs: 240,
      tokens: 1,
    });
    expect(audio).toHaveLength(3_200);
    expect(sentIn(streamFormatters.sse.chunk(chunk))).toEqual([written]);
  });

  it("write chat as OpenAI does", async () => {
    const chunks = await generated("chat");
    const events = sentIn(chunks.map(streamFormatters.openai.chunk).join(""));

    expect(events[0]).toEqual({
      id: "chatcmpl-s1",
      object: "chat.completion.chunk",
      created: 7,
      model: "fixed",
      choices: [
        {
          index: 0,
          delta: { role: "assistant", content: "", refusal: null },
          logprobs: null,
          finish_reason: null,
        },
      ],
      service_tier: "default",
      system_fingerprint: "fp_millrace",
    });
    const contents = events.map((event) => asText(dig(event, "choices", 0, "delta", "content")));
    expect(contents.join("")).toBe("a b");
    expect(dig(events.at(-1), "choices", 0, "finish_reason")).toBe("stop");
  });

  it("send the name of a chat call once, as OpenAI does", async () => {
    const chunks = await generated("chat", 'call: now {"a":1}\ncall: then');
    const events = sentIn(chunks.map(streamFormatters.openai.chunk).join(""));
    const calls = events.flatMap((event) =>
      asList(dig(event, "choices", 0, "delta", "tool_calls")),
    );
    const named = calls.filter((call) => dig(call, "id") !== undefined);

    expect(named).toEqual([
      { index: 0, id: expect.any(String), type: "function", function: called("now", "") },
      { index: 1, id: expect.any(String), type: "function", function: called("then", "") },
    ]);
    expect(calls[1]).toEqual({ index: 0, function: { arguments: "{" } });
  });

  it("send the name of a realtime call at its start, as OpenAI does", async () => {
    const chunks = await generated("realtime", "call: now [1]");
    const events = sentIn(chunks.map(streamFormatters.openai.chunk).join(""));

    expect(events.map((event) => dig(event, "type"))).toEqual([
      "response.created",
      "response.output_item.added",
      ...Array.from({ length: 3 }, () => "response.function_call_arguments.delta"),
      "response.function_call_arguments.done",
      "response.output_item.done",
      "response.done",
    ]);
    expect(events[1]).toMatchObject({
      item: { type: "function_call", name: "now", call_id: dig(events[2], "call_id") },
    });
    expect(dig(events[1], "item", "id")).toBe(dig(events[2], "item_id"));
  });

  it("write completions, speech and realtime as OpenAI does", async () => {
    const eventsOf = async (kind: StreamKind) =>
      sentIn((await generated(kind)).map(streamFormatters.openai.chunk).join(""));
    const completion = await eventsOf("completion");
    const types = async (kind: StreamKind) =>
      (await eventsOf(kind)).map((event) => dig(event, "type"));

    expect(completion.map((event) => dig(event, "choices", 0, "text")).join("")).toBe("a b");
    expect(await types("audio")).toEqual([
      "speech.audio.delta",
      "speech.audio.delta",
      "speech.audio.done",
    ]);
    expect(await types("realtime")).toEqual([
      "response.created",
      "response.output_item.added",
      "response.content_part.added",
      "response.output_audio_transcript.delta",
      "response.output_audio.delta",
      "response.output_audio_transcript.delta",
      "response.output_audio.delta",
      "response.output_audio.done",
      "response.output_audio_transcript.done",
      "response.content_part.done",
      "response.output_item.done",
      "response.done",
    ]);
  });

  it.each(streamFormats)("%s writes the error", (format) => {
    expect(streamFormatters[format].error("It broke")).toContain("It broke");
  });
});
