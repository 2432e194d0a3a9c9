import { describe, expect, it, vi } from "vitest";

import { systemClock } from "../../../src/clock/index.ts";
import { collect, StreamError } from "../../../src/events/index.ts";
import { startStream } from "../../../src/lifecycle/index.ts";
import {
  type AnswerPart,
  type CustomSource,
  type Attempt,
  customProvider,
  type CustomSettings,
} from "../../../src/providers/index.ts";
import { seededRandom } from "../../../src/stats/index.ts";
import { asText, dig } from "../../../src/wire/index.ts";
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
import { listOf } from "../../support/events.ts";

const USED: AnswerPart = {
  type: "usage",
  inputTokens: { total: 3 },
  outputTokens: { total: 4 },
};

const truncated: AnswerPart = {
  type: "stream-end",
  reason: { kind: "truncated", raw: undefined },
};

const attempt = (signal = new AbortController().signal): Attempt => ({
  number: 1,
  clock: systemClock(),
  signal,
  onStage: () => undefined,
});

const from = (source: CustomSource["source"]) => customProvider({ id: "mine", source });

/** A provider that yields these parts, and then throws the error if there is one. */
const yielding = (parts: readonly AnswerPart[], thrown?: Error) =>
  from(async function* () {
    yield* parts;
    if (thrown !== undefined) throw thrown;
  });

const ask = (provider: ReturnType<typeof customProvider>) =>
  collect(
    startStream(provider, REQUEST, {
      clock: systemClock(),
      random: seededRandom(1),
      retry: { attempts: 1 },
    }),
  );

/** An iterable that yields "Hel" and nothing more; `closed` settles when its `return()` is called. */
function silent() {
  const closed = Promise.withResolvers<void>();
  let said = false;
  const iterable: AsyncIterable<AnswerPart> = {
    [Symbol.asyncIterator]: () => ({
      next() {
        if (said) return new Promise(() => undefined);
        said = true;
        return Promise.resolve({ done: false, value: "Hel" });
      },
      return() {
        closed.resolve();
        return Promise.resolve({ done: true, value: undefined });
      },
    }),
  };
  return { iterable, closed: closed.promise };
}

describe("customProvider() of a source", () => {
  itObeysTheProviderLaws({
    whole: async () => yielding(["Hello ", "漢字 ", "👍", "!", USED]),
    cut: undefined,
    truncated: async () => yielding(["Hel", truncated]),
    broken: async () => yielding(["Hel"], new Error("reset")),
    async stalled() {
      const { iterable, closed } = silent();
      return { provider: from(() => iterable), closed };
    },
  });

  it("ends the answer with the end of the iterable", async () => {
    expect(await ask(yielding(["a"]))).toMatchObject({
      text: "a",
      end: { kind: "stop", raw: undefined },
    });
  });

  it("accepts every kind of part", async () => {
    const { text, reasoning, toolCalls, usage, end } = await ask(
      yielding([
        { type: "stream-start", model: "m-2", requestId: "r-1" },
        { type: "reasoning-delta", text: "Hm" },
        { type: "text-delta", text: "a" },
        "b",
        { type: "tool-call-start", id: "c", name: "f" },
        { type: "tool-call-delta", id: "c", text: '{"x":' },
        { type: "tool-call-delta", id: "c", text: "1}" },
        { type: "tool-call-end", id: "c" },
        { type: "usage", outputTokens: { total: 9, reasoning: 1 }, source: "counted" },
      ]),
    );

    expect({ text, reasoning }).toEqual({ text: "ab", reasoning: "Hm" });
    expect(toolCalls).toEqual([{ id: "c", name: "f", text: '{"x":1}', input: { x: 1 } }]);
    expect(usage).toMatchObject({
      inputTokens: { total: undefined, cached: undefined },
      outputTokens: { total: 9, reasoning: 1 },
      source: "counted",
    });
    expect(end).toEqual({ kind: "tool-calls", raw: undefined });
  });

  it("names who answers", async () => {
    const [start] = await listOf(
      startStream(yielding([{ type: "stream-start", model: "m-2", requestId: "r-1" }]), REQUEST, {
        clock: systemClock(),
        random: seededRandom(1),
      }),
    );

    expect(start).toMatchObject({ provider: "mine", model: "m-2", requestId: "r-1", attempt: 1 });
  });

  it("ignores parts after the end, and closes the source", async () => {
    const putAway = vi.fn<() => void>();
    const provider = from(async function* () {
      try {
        yield "a";
        yield { type: "stream-end", reason: { kind: "length", raw: "full" } };
        yield "b";
      } finally {
        putAway();
      }
    });

    expect(await ask(provider)).toMatchObject({ text: "a", end: { kind: "length", raw: "full" } });
    expect(putAway).toHaveBeenCalledOnce();
  });

  it("yields each part as a read with its size: of text in UTF-8, of audio in bytes", async () => {
    const sound = { type: "audio-delta", format: "audio/mp3", bytes: new Uint8Array(7) } as const;
    const reads = await listOf(yielding(["漢", sound, USED]).stream(REQUEST, attempt()));

    expect(reads.map(({ sizeBytes }) => sizeBytes)).toEqual([3, 7, 0, 0]);
  });

  it("accepts a stream of strings", async () => {
    const provider = from(() => new Blob(["Hello"]).stream().pipeThrough(new TextDecoderStream()));

    expect((await ask(provider)).text).toBe("Hello");
  });

  it("fails with connection-failed if the source throws before the answer", async () => {
    const provider = from(async () => {
      throw new Error("no such process");
    });

    expect((await ask(provider)).end).toMatchObject({
      failure: { code: "connection-failed", url: "mine", cause: "no such process" },
    });
  });

  it("reports how much was received of an interrupted answer", async () => {
    expect((await ask(yielding(["漢"], new Error("reset")))).end).toMatchObject({
      failure: { code: "connection-lost", receivedBytes: 3, cause: "reset" },
    });
  });

  it("passes a StreamError on unchanged", async () => {
    const failure = { code: "provider-error", detail: "overloaded", type: "busy" } as const;

    expect((await ask(yielding(["a"], new StreamError(failure)))).end).toMatchObject({ failure });
  });

  it("throws the reason of the stop, whatever the source throws", async () => {
    const stopping = new AbortController();
    const provider = from(async function* (_request, { signal }) {
      yield "a";
      await new Promise((_resolve, reject) => {
        signal.addEventListener("abort", () => reject(new Error("AbortError")));
      });
    });
    const reads = provider.stream(REQUEST, attempt(stopping.signal))[Symbol.asyncIterator]();
    await reads.next();
    const next = reads.next();
    stopping.abort(new Error("enough"));

    await expect(next).rejects.toThrow("enough");
  });

  it("does not wait for a source that is deaf to the stop", async () => {
    const stopping = new AbortController();
    const { iterable, closed } = silent();
    const answer = from(() => iterable).stream(REQUEST, attempt(stopping.signal));
    const reads = answer[Symbol.asyncIterator]();
    await reads.next();
    stopping.abort(new Error("enough"));

    await expect(reads.next()).rejects.toThrow("enough");
    await expect(closed).resolves.toBeUndefined();
  });

  it("does not call the source after a stop", async () => {
    const source = vi.fn<CustomSource["source"]>();
    const reads = from(source).stream(REQUEST, attempt(AbortSignal.abort(new Error("enough"))));

    await expect(listOf(reads)).rejects.toThrow("enough");
    expect(source).not.toHaveBeenCalled();
  });

  it("has the capabilities of its settings", () => {
    const { capabilities } = customProvider({
      id: "mine",
      capabilities: { tools: "deltas" },
      source: async function* () {},
    });

    expect(capabilities).toMatchObject({ tools: "deltas", usage: "never", images: false });
  });

  it("lists models with the given function", async () => {
    const settings: CustomSettings = { id: "mine", source: async function* () {} };
    const { listModels } = customProvider({ ...settings, listModels: async () => ["a"] });

    expect(await listModels?.(attempt())).toEqual(["a"]);
    expect(customProvider(settings).listModels).toBeUndefined();
  });

  it("refuses an empty id", () => {
    expect(() => customProvider({ id: "", source: async function* () {} })).toThrow(
      "id must not be empty",
    );
  });
});

/** A wire of our own: `{"say": "…"}`, `{"error": "…"}` and `{"bye": true}`, a line each. */
const overHttp = (baseUrl: string, framing: "ndjson" | "sse" | "json-array" | "whole" = "ndjson") =>
  customProvider({
    id: "mine",
    secrets: [KEY],
    framing,
    fetch: ({ messages }, { fetch, signal }) =>
      fetch(`${baseUrl}/say`, {
        method: "POST",
        headers: { authorization: KEY },
        body: JSON.stringify(messages),
        signal,
      }),
    decode(message) {
      const error = asText(dig(message, "error"));
      if (error !== undefined) {
        throw new StreamError({ code: "provider-error", detail: error, type: undefined });
      }
      const said = asText(dig(message, "say")) ?? "";
      if (dig(message, "bye") === undefined && message !== "[DONE]") return [said];
      return [said, USED, { type: "stream-end", reason: { kind: "stop", raw: undefined } }];
    },
  });

const line = (message: unknown) => `${JSON.stringify(message)}\n`;

const wire: Wire = {
  create: (baseUrl) => overHttp(baseUrl),
  contentType: "application/x-ndjson",
  answer: [...["Hello ", "漢字 ", "👍", "!"].map((say) => line({ say })), line({ bye: true })],
  beginning: [line({ say: "Hel" })],
  malformed: '{"say":\n',
  error: line({ error: "overloaded" }),
};

describe("customProvider() over HTTP", () => {
  itObeysTheProviderLaws(casesOf(wire));
  itObeysTheWireLaws(wire);

  it.each([
    ["sse", "text/event-stream", `data: ${line({ say: ANSWER })}\ndata: [DONE]\n\n`],
    ["json-array", "application/json", `[${line({ say: ANSWER })},${line({ bye: 1 })}]`],
    ["whole", "application/json", line({ say: ANSWER, bye: 1 })],
  ] as const)("reads an answer that is framed as %s", async (framing, contentType, body) => {
    const { text, end } = await answerFrom(
      { create: (url) => overHttp(url, framing) },
      sendsAs(contentType, body),
    );

    expect({ text, end }).toEqual({ text: ANSWER, end: { kind: "stop", raw: undefined } });
  });

  it("reads a non-streaming answer", async () => {
    const { text, end } = await answerFrom(
      { ...wire, request: { ...REQUEST, stream: false } },
      sendsAs("application/json", line({ say: ANSWER, bye: 1 })),
    );

    expect({ text, end }).toEqual({ text: ANSWER, end: { kind: "stop", raw: undefined } });
  });

  it("names the request as the server does", async () => {
    const { url } = await byteServer(sendsAs(wire.contentType, ...wire.answer));
    const reads = await listOf(wire.create(url).stream(REQUEST, attempt()));

    expect(reads[0]?.events[0]).toMatchObject({ type: "stream-start", requestId: "req-1" });
  });

  it("keeps the parts that precede a decoding error", async () => {
    const provider = customProvider({
      id: "mine",
      framing: "whole",
      fetch: async () => Response.json({}),
      // A part that is none, as code without types may give one.
      decode: () => ["Hel", JSON.parse("null")],
    });
    const { text, end } = await ask(provider);

    expect(text).toBe("Hel");
    expect(end).toMatchObject({ failure: { code: "unexpected" } });
  });

  it("stops an answer whose request ignores the signal", async () => {
    const cancelled = vi.fn<() => void>();
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(new TextEncoder().encode(line({ say: "Hel" }))),
      cancel: cancelled,
    });
    const provider = customProvider({
      id: "mine",
      framing: "ndjson",
      fetch: async () =>
        new Response(body, { headers: { "content-type": "application/x-ndjson" } }),
      decode: (message) => [asText(dig(message, "say")) ?? ""],
    });
    const stopping = new AbortController();
    const reads = provider.stream(REQUEST, attempt(stopping.signal))[Symbol.asyncIterator]();
    await reads.next();
    const next = reads.next();
    stopping.abort(new Error("enough"));

    await expect(next).rejects.toThrow("enough");
    expect(cancelled).toHaveBeenCalledOnce();
  });

  it("sends with the attempt's transport", async () => {
    const fetched = vi.fn<typeof fetch>(async () => Response.json({ say: "a", bye: 1 }));
    const provider = overHttp("http://127.0.0.1:9", "whole");
    await listOf(provider.stream(REQUEST, { ...attempt(), fetch: fetched }));

    expect(fetched).toHaveBeenCalledOnce();
  });
});
