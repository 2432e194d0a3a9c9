import { expect, it } from "vitest";

import { systemClock } from "../../src/clock/index.ts";
import { collect, type Collected } from "../../src/events/index.ts";
import { startStream } from "../../src/lifecycle/index.ts";
import type { ChatRequest, Provider } from "../../src/providers/index.ts";
import { seededRandom } from "../../src/stats/index.ts";
import { sentBy, type SentCall } from "../support/sent-call.ts";
import { simulator } from "../support/simulator.ts";
import { RANDOM_MODEL, itWritesTheSameBytes } from "./same-bytes.ts";

/** The adapter and the dialect of one API. */
export interface DialectCase {
  /**
   * Creates an adapter for the simulator.
   *
   * @param origin Without a path, as in `http://127.0.0.1:8000`.
   */
  create(origin: string): Provider;
  /** Fields that every request to this API needs. */
  readonly always?: Partial<ChatRequest>;
  /** @defaultValue `true` */
  readonly seesReasoning?: boolean;
  /** @defaultValue `true` */
  readonly callsTools?: boolean;
  /** Whether a request can force a tool call. @defaultValue `true` */
  readonly forcesTools?: boolean;
  /** Whether a request can have stop sequences. @defaultValue `true` */
  readonly takesStops?: boolean;
  /** @defaultValue `true` */
  readonly takesImages?: boolean;
  /** The finish reason of a refusal. @defaultValue `"content-filter"` */
  readonly refusalEnd?: "content-filter" | "stop";
  /** Whether usage has the reasoning tokens. @defaultValue `true` */
  readonly countsReasoning?: boolean;
  /** Whether usage has the cached tokens. @defaultValue `true` */
  readonly countsCached?: boolean;
}

const DEFAULTS = {
  always: {},
  takesStops: true,
  takesImages: true,
  seesReasoning: true,
  callsTools: true,
  forcesTools: true,
  refusalEnd: "content-filter",
  countsReasoning: true,
  countsCached: true,
} satisfies Partial<DialectCase>;

const FAST = "fixed:ttftMs=1,itlMs=0";

const TEXT = 'Prose, 漢字かな and 👩‍👩‍👧 emoji.\n\n```ts\nconst x = `1` + "2";\n```\n';

const WEATHER = {
  name: "get_weather",
  description: "The weather at a place",
  parameters: {
    type: "object",
    properties: { location: { type: "string" }, unit: { enum: ["celsius", "fahrenheit"] } },
    required: ["location"],
  },
};

const ARGUMENTS = { location: '東京 "Tokyo"', days: [1, 2.5], deep: { __proto__x: null } };

/** Laws for an adapter that reads the simulator's dialect of the same API. */
export function itObeysTheDialectLaws(ends: DialectCase): void {
  const { create, always, takesStops, takesImages, seesReasoning, callsTools, ...rest } = {
    ...DEFAULTS,
    ...ends,
  };
  const { forcesTools, refusalEnd, countsReasoning, countsCached } = rest;

  async function answerTo(request: Partial<ChatRequest>, prompt: string): Promise<Collected> {
    const { url } = await simulator();
    const provider = create(new URL(url).origin);
    const chatRequest = {
      model: FAST,
      messages: [{ role: "user", content: prompt }],
      ...always,
      ...request,
    } as const;
    return collect(
      startStream(provider, chatRequest, {
        clock: systemClock(),
        random: seededRandom(1),
        retry: { attempts: 1 },
      }),
    );
  }

  describeDelivery("streamed", {});
  describeDelivery("whole", { stream: false });

  function describeDelivery(how: string, delivery: Partial<ChatRequest>): void {
    it(`delivers text verbatim, ${how}`, async () => {
      const { text, end, usage } = await answerTo(delivery, `echo: ${TEXT}`);

      expect(text).toBe(TEXT);
      expect(end).toMatchObject({ kind: "stop" });
      expect(usage).toMatchObject({ source: "provider" });
      expect(usage?.inputTokens.total).toBeGreaterThan(0);
      expect(usage?.outputTokens.total).toBeGreaterThan(5);
    });

    it(`reports the length limit, ${how}`, async () => {
      const { text, end, usage } = await answerTo(
        { ...delivery, maxOutputTokens: 2 },
        "echo: a b c d",
      );

      expect(text).toBe("a b");
      expect(end).toMatchObject({ kind: "length" });
      expect(usage?.outputTokens.total).toBe(2);
    });

    if (takesStops) {
      it(`ends before a stop sequence, ${how}`, async () => {
        expect((await answerTo({ ...delivery, stop: ["END"] }, "echo: a b END c")).text).toBe(
          "a b ",
        );
      });
    }

    it(`reports a refusal, ${how}`, async () => {
      const { text, end } = await answerTo(delivery, "refuse: I cannot help with that.");

      expect(text).toBe("I cannot help with that.");
      expect(end?.kind).toBe(refusalEnd);
    });

    if (seesReasoning) {
      it(`separates reasoning from the answer, ${how}`, async () => {
        const { text, reasoning, usage } = await answerTo(
          { ...delivery, reasoning: "low", maxOutputTokens: 20_000 },
          "think: Let me see.\necho: It is.",
        );

        expect({ text, reasoning }).toEqual({ text: "It is.", reasoning: "Let me see." });
        if (countsReasoning) expect(usage?.outputTokens.reasoning).toBe(4);
      });
    }

    if (callsTools) {
      it(`calls tools in parallel, with their arguments verbatim, ${how}`, async () => {
        const calls = [`call: get_weather ${JSON.stringify(ARGUMENTS)}`, "call: get_time {}"];
        const tools = [WEATHER, { ...WEATHER, name: "get_time" }];
        const { toolCalls, end } = await answerTo({ ...delivery, tools }, calls.join("\n"));

        expect(toolCalls).toMatchObject([
          { name: "get_weather", input: ARGUMENTS },
          { name: "get_time", input: {} },
        ]);
        expect(new Set(toolCalls.map(({ id }) => id)).size).toBe(2);
        expect(end).toMatchObject({ kind: "tool-calls" });
      });
    }

    if (callsTools && forcesTools) {
      it(`calls a forced tool, ${how}`, async () => {
        const { toolCalls } = await answerTo(
          { ...delivery, tools: [WEATHER], toolChoice: { name: "get_weather" } },
          "How is it in Paris?",
        );

        expect(toolCalls).toMatchObject([{ input: { location: "Paris", unit: "celsius" } }]);
      });
    }
  }

  if (callsTools) {
    it("answers after a tool's result", async () => {
      const call = { id: "call_1", name: "get_weather", text: '{"location":"Paris"}' };
      const { text } = await answerTo(
        {
          tools: [WEATHER],
          messages: [
            { role: "system", content: "Be short." },
            { role: "user", content: "How is the weather in Paris?" },
            { role: "assistant", content: "", toolCalls: [call] },
            { role: "tool", call, content: "14 degrees" },
          ],
        },
        "",
      );

      expect(text).toBe("The tool says: 14 degrees");
    });
  }

  if (takesImages) {
    it("accepts an image with text", async () => {
      const image = { type: "image", mediaType: "image/png", bytes: PIXEL } as const;
      const content = [{ type: "text", text: "echo: seen" }, image] as const;

      expect((await answerTo({ messages: [{ role: "user", content }] }, "")).text).toBe("seen");
    });
  }

  if (countsCached) {
    it("reports the cached tokens", async () => {
      const { usage } = await answerTo({}, "echo: a");

      expect(usage?.inputTokens.cached).toBe(0);
    });
  }

  it("reads the simulator's error in the provider's format", async () => {
    const { end } = await answerTo(
      { model: `${FAST}+status@code=429,retryAfterMs=300` },
      "echo: a",
    );

    expect(end).toMatchObject({
      kind: "failed",
      failure: {
        code: "http-status",
        status: 429,
        detail: expect.stringContaining("Refused on request"),
        retryAfterMs: 300,
      },
    });
  });

  if (create("http://127.0.0.1:1").capabilities.resume === "prefill") {
    it("continues a started answer", async () => {
      const question = { role: "user", content: "Why is the sky blue?" } as const;
      const { text } = await answerTo({ messages: [question] }, "");
      const begun = text.slice(0, 101);
      const messages = [question, { role: "assistant", content: begun }] as const;

      expect(begun + (await answerTo({ messages }, "")).text).toBe(text);
    });
  }

  it("reports an unknown model", async () => {
    const { end } = await answerTo({ model: "model-9" }, "echo: a");

    expect(end).toMatchObject({
      kind: "failed",
      failure: { code: "http-status", status: 404, detail: expect.stringContaining("model-9") },
    });
  });

  it("reads an error in the stream", async () => {
    const { text, end } = await answerTo({ model: `${FAST}+error@after=2` }, "echo: a b c");

    expect(text).toBe("a b");
    expect(end).toMatchObject({ kind: "failed", failure: { code: "provider-error" } });
  });

  function sent(stream: boolean): Promise<SentCall> {
    const messages = [{ role: "user", content: "Hello" }] as const;
    return sentBy(create, { model: RANDOM_MODEL, messages, ...always, stream });
  }

  itWritesTheSameBytes("streamed", () => sent(true));
  itWritesTheSameBytes("whole", () => sent(false));

  it("lists the simulator's models", async () => {
    const { url } = await simulator();
    const { listModels } = create(new URL(url).origin);
    const attempt = {
      number: 1,
      clock: systemClock(),
      signal: new AbortController().signal,
      onStage: () => undefined,
    };

    if (listModels !== undefined) expect(await listModels(attempt)).toContain("hosted-fast");
  });
}

/** A PNG of one pixel. */
const PIXEL = Uint8Array.from(
  atob(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  ),
  (character) => character.charCodeAt(0),
);
