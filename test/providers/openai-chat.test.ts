import { describe, expect, it } from "vitest";

import { systemClock } from "../../src/clock/index.ts";
import { collect, traceRecorder } from "../../src/events/index.ts";
import { startStream } from "../../src/lifecycle/index.ts";
import { openAiChat } from "../../src/providers/index.ts";
import { seededRandom } from "../../src/stats/index.ts";
import { ANSWER, itObeysTheProviderLaws } from "../contracts/provider.ts";
import {
  askWire,
  casesOf,
  itObeysTheWireLaws,
  KEY,
  REQUEST,
  type Wire,
} from "../contracts/wire-provider.ts";
import { type Answer, byteServer, chatFrames, chunk, sends } from "../support/byte-server.ts";

const provider = async (...answers: readonly Answer[]) =>
  openAiChat({ apiKey: KEY, baseUrl: (await byteServer(...answers)).url });

const wire: Wire = {
  create: (baseUrl) => openAiChat({ apiKey: KEY, baseUrl }),
  contentType: "text/event-stream",
  answer: chatFrames("Hello ", "漢字 ", "👍", "!"),
  beginning: [chunk({ content: "Hel" })],
  malformed: 'data: {"choices":[\n\n',
  error: 'data: {"error":{"message":"overloaded","type":"busy"}}\n\n',
};

const ask = (...answers: readonly Answer[]) => askWire(wire, ...answers);

describe("openAiChat()", () => {
  itObeysTheProviderLaws(casesOf(wire));
  itObeysTheWireLaws(wire);

  it("takes an answer as complete with either sign of completion", async () => {
    const withoutDone = await ask(sends(chunk({ content: "a" }), chunk({}, { finish: "length" })));
    const withoutReason = await ask(sends(chunk({ content: "a" }), "data: [DONE]\n\n"));

    expect(withoutDone.end).toEqual({ kind: "length", raw: "length" });
    expect(withoutReason.end).toEqual({ kind: "stop", raw: undefined });
  });

  it("tells reasoning from the answer", async () => {
    const { text, reasoning } = await ask(
      sends(
        chunk({ reasoning_content: "Let me " }),
        chunk({ reasoning: "think" }),
        chunk({ content: ANSWER }, { finish: "stop" }),
      ),
    );

    expect({ text, reasoning }).toEqual({ text: ANSWER, reasoning: "Let me think" });
  });

  it("reads usage from the last chunk, which has no choices", async () => {
    const { usage } = await ask(sends(...chatFrames("a", "b")));

    expect(usage).toMatchObject({
      inputTokens: { total: 3, cached: undefined },
      outputTokens: { total: 2, reasoning: undefined },
      source: "provider",
    });
  });

  it("stamps the request, the headers and every read", async () => {
    const clock = systemClock();
    const trace = traceRecorder({ id: "t", scheduledAt: clock.now() });
    await collect(
      startStream(await provider(sends(...chatFrames("a"))), REQUEST, {
        clock,
        random: seededRandom(1),
        trace,
      }),
    );
    const { sentAt, headersAt, reads, events, model } = trace.trace();
    const carried = events.find(({ event }) => event.type === "text-delta");

    expect(model).toBe("m-1");
    expect(Number(sentAt)).toBeLessThanOrEqual(Number(headersAt));
    expect(carried?.event.at).toBe(reads[carried?.read ?? -1]?.at);
  });

  it.each([
    [{ apiKey: "" }, "apiKey must not be empty"],
    [{ apiKey: "k", baseUrl: "localhost:8000" }, 'current value is "localhost:8000"'],
    [{ apiKey: "k", baseUrl: "" }, "must be an http or https URL"],
  ])("refuses %j", (settings, message) => {
    expect(() => openAiChat(settings)).toThrow(message);
  });
});
