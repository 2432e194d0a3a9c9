import { expect, it } from "vitest";

import { systemClock } from "../../src/clock/index.ts";
import { collect, type Collected } from "../../src/events/index.ts";
import { startStream } from "../../src/lifecycle/index.ts";
import type { ChatRequest, Provider } from "../../src/providers/index.ts";
import { seededRandom } from "../../src/stats/index.ts";
import { sentBy, type SentCall } from "../support/sent-call.ts";
import { simulator } from "../support/simulator.ts";
import { CHANCY_MODEL, itWritesTheSameBytes } from "./same-bytes.ts";

/** One wire, seen from both ends. */
export interface BothEnds {
  /**
   * The adapter, pointed at the simulator.
   *
   * @param origin Without a path, as in `http://127.0.0.1:8000`.
   */
  create(origin: string): Provider;
  /** What every request must say on this wire. */
  readonly always?: Partial<ChatRequest>;
  /** @defaultValue `true` */
  readonly seesReasoning?: boolean;
  /** @defaultValue `true` */
  readonly callsTools?: boolean;
  /** Whether a request can demand that a tool is called. @defaultValue `true` */
  readonly forcesTools?: boolean;
  /** Whether a request can say where the answer stops. @defaultValue `true` */
  readonly takesStops?: boolean;
  /** @defaultValue `true` */
  readonly takesImages?: boolean;
  /** What the wire says of a refusal. @defaultValue `"content-filter"` */
  readonly refusalEnd?: "content-filter" | "stop";
  /** Whether it tells how much of the output was reasoning. @defaultValue `true` */
  readonly countsReasoning?: boolean;
  /** Whether it tells how much of the prompt came from a cache. @defaultValue `true` */
  readonly countsCached?: boolean;
}

const USUAL = {
  always: {},
  takesStops: true,
  takesImages: true,
  seesReasoning: true,
  callsTools: true,
  forcesTools: true,
  refusalEnd: "content-filter",
  countsReasoning: true,
  countsCached: true,
} satisfies Partial<BothEnds>;

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

/** What holds when an adapter reads what the simulator's dialect of the same wire writes. */
export function itSpeaksBothEnds(ends: BothEnds): void {
  const { create, always, takesStops, takesImages, seesReasoning, callsTools, ...rest } = {
    ...USUAL,
    ...ends,
  };
  const { forcesTools, refusalEnd, countsReasoning, countsCached } = rest;

  async function ask(request: Partial<ChatRequest>, prompt: string): Promise<Collected> {
    const { url } = await simulator();
    const provider = create(new URL(url).origin);
    const asked = {
      model: FAST,
      messages: [{ role: "user", content: prompt }],
      ...always,
      ...request,
    } as const;
    return collect(
      startStream(provider, asked, {
        clock: systemClock(),
        random: seededRandom(1),
        retry: { attempts: 1 },
      }),
    );
  }

  describeDelivery("streamed", {});
  describeDelivery("whole", { stream: false });

  function describeDelivery(how: string, delivery: Partial<ChatRequest>): void {
    it(`carries text to the letter, ${how}`, async () => {
      const { text, end, usage } = await ask(delivery, `echo: ${TEXT}`);

      expect(text).toBe(TEXT);
      expect(end).toMatchObject({ kind: "stop" });
      expect(usage).toMatchObject({ source: "provider" });
      expect(usage?.inputTokens.total).toBeGreaterThan(0);
      expect(usage?.outputTokens.total).toBeGreaterThan(5);
    });

    it(`says when the longest answer was reached, ${how}`, async () => {
      const { text, end, usage } = await ask({ ...delivery, maxOutputTokens: 2 }, "echo: a b c d");

      expect(text).toBe("a b");
      expect(end).toMatchObject({ kind: "length" });
      expect(usage?.outputTokens.total).toBe(2);
    });

    if (takesStops) {
      it(`ends before a stop mark, ${how}`, async () => {
        expect((await ask({ ...delivery, stop: ["END"] }, "echo: a b END c")).text).toBe("a b ");
      });
    }

    it(`says that it refuses, ${how}`, async () => {
      const { text, end } = await ask(delivery, "refuse: I cannot help with that.");

      expect(text).toBe("I cannot help with that.");
      expect(end?.kind).toBe(refusalEnd);
    });

    if (seesReasoning) {
      it(`tells reasoning from the answer, ${how}`, async () => {
        const { text, reasoning, usage } = await ask(
          { ...delivery, reasoning: "low", maxOutputTokens: 20_000 },
          "think: Let me see.\necho: It is.",
        );

        expect({ text, reasoning }).toEqual({ text: "It is.", reasoning: "Let me see." });
        if (countsReasoning) expect(usage?.outputTokens.reasoning).toBe(4);
      });
    }

    if (callsTools) {
      it(`calls tools in parallel, with their arguments to the letter, ${how}`, async () => {
        const calls = [`call: get_weather ${JSON.stringify(ARGUMENTS)}`, "call: get_time {}"];
        const tools = [WEATHER, { ...WEATHER, name: "get_time" }];
        const { toolCalls, end } = await ask({ ...delivery, tools }, calls.join("\n"));

        expect(toolCalls).toMatchObject([
          { name: "get_weather", input: ARGUMENTS },
          { name: "get_time", input: {} },
        ]);
        expect(new Set(toolCalls.map(({ id }) => id)).size).toBe(2);
        expect(end).toMatchObject({ kind: "tool-calls" });
      });
    }

    if (callsTools && forcesTools) {
      it(`calls a tool that must be called, ${how}`, async () => {
        const { toolCalls } = await ask(
          { ...delivery, tools: [WEATHER], toolChoice: { name: "get_weather" } },
          "How is it in Paris?",
        );

        expect(toolCalls).toMatchObject([{ input: { location: "Paris", unit: "celsius" } }]);
      });
    }
  }

  if (callsTools) {
    it("answers when a tool has answered", async () => {
      const call = { id: "call_1", name: "get_weather", text: '{"location":"Paris"}' };
      const { text } = await ask(
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
    it("takes an image and the text beside it", async () => {
      const image = { type: "image", mediaType: "image/png", bytes: PIXEL } as const;
      const content = [{ type: "text", text: "echo: seen" }, image] as const;

      expect((await ask({ messages: [{ role: "user", content }] }, "")).text).toBe("seen");
    });
  }

  if (countsCached) {
    it("tells how much of the prompt came from the cache", async () => {
      const { usage } = await ask({}, "echo: a");

      expect(usage?.inputTokens.cached).toBe(0);
    });
  }

  it("reads the provider's words for what the simulator refuses", async () => {
    const { end } = await ask({ model: `${FAST}+status@code=429,retryAfterMs=300` }, "echo: a");

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
    it("goes on with an answer that has begun", async () => {
      const question = { role: "user", content: "Why is the sky blue?" } as const;
      const { text } = await ask({ messages: [question] }, "");
      const begun = text.slice(0, 101);
      const messages = [question, { role: "assistant", content: begun }] as const;

      expect(begun + (await ask({ messages }, "")).text).toBe(text);
    });
  }

  it("says that there is no such model", async () => {
    const { end } = await ask({ model: "model-9" }, "echo: a");

    expect(end).toMatchObject({
      kind: "failed",
      failure: { code: "http-status", status: 404, detail: expect.stringContaining("model-9") },
    });
  });

  it("reads an error in the stream", async () => {
    const { text, end } = await ask({ model: `${FAST}+error@after=2` }, "echo: a b c");

    expect(text).toBe("a b");
    expect(end).toMatchObject({ kind: "failed", failure: { code: "provider-error" } });
  });

  function sent(stream: boolean): Promise<SentCall> {
    const messages = [{ role: "user", content: "Hello" }] as const;
    return sentBy(create, { model: CHANCY_MODEL, messages, ...always, stream });
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
