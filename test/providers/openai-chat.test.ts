import { describe, expect, it } from "vitest";

import { systemClock } from "../../src/clock/index.ts";
import { collect, traceRecorder } from "../../src/events/index.ts";
import { startStream } from "../../src/lifecycle/index.ts";
import { type ChatRequest, openAiChat } from "../../src/providers/index.ts";
import { seededRandom } from "../../src/stats/index.ts";
import { ANSWER, itObeysTheProviderLaws } from "../contracts/provider.ts";
import {
  type Answer,
  byteServer,
  chatFrames,
  chunk,
  refuses,
  resetsAfter,
  sends,
  stallsAfter,
} from "../support/byte-server.ts";

const KEY = "sk-secret-1234567890";

const REQUEST: ChatRequest = { model: "m", messages: [{ role: "user", content: "Hi" }] };

const provider = async (...answers: readonly Answer[]) =>
  openAiChat({ apiKey: KEY, baseUrl: (await byteServer(...answers)).url });

const ask = async (...answers: readonly Answer[]) =>
  collect(
    startStream(await provider(...answers), REQUEST, {
      clock: systemClock(),
      random: seededRandom(1),
      retry: { attempts: 1 },
    }),
  );

/** Writes byte by byte, each in a turn of its own, so that each is a read of its own. */
const byteByByte =
  (text: string): Answer =>
  (_request, response) => {
    response.writeHead(200, { "content-type": "text/event-stream", "x-request-id": "req-1" });
    const bytes = Buffer.from(text);
    const write = (index: number) => {
      if (index === bytes.length) response.end();
      else response.write(bytes.subarray(index, index + 1), () => setImmediate(write, index + 1));
    };
    write(0);
  };

describe("openAiChat()", () => {
  const whole = chatFrames("Hello ", "漢字 ", "👍", "!").join("");

  itObeysTheProviderLaws({
    whole: () => provider(sends(whole)),
    cut: () => provider(byteByByte(whole)),
    truncated: () => provider(sends(chunk({ content: "Hel" }))),
    broken: () => provider(resetsAfter(chunk({ content: "Hel" }))),
    async stalled() {
      const server = await byteServer(stallsAfter(chunk({ content: "Hel" })));
      return {
        provider: openAiChat({ apiKey: KEY, baseUrl: server.url }),
        closed: server.closed(0),
      };
    },
  });

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

  it("keeps the text before a malformed chunk, and quotes the chunk's head", async () => {
    const { text, end } = await ask(sends(`${chunk({ content: "Hel" })}data: {"choices":[\n\n`));

    expect(text).toBe("Hel");
    expect(end).toMatchObject({
      failure: { code: "malformed-payload", payload: '{"choices":[' },
    });
  });

  it("reports an error that the provider put into the stream", async () => {
    const { end } = await ask(
      sends(chunk({ content: "a" }), 'data: {"error":{"message":"overloaded","type":"busy"}}\n\n'),
    );

    expect(end).toMatchObject({
      failure: { code: "provider-error", detail: "overloaded", type: "busy" },
    });
  });

  it("reports a refusal with its status, without the key", async () => {
    const { end } = await ask(refuses(401, {}, `Incorrect API key provided: ${KEY}`));

    expect(end).toMatchObject({ failure: { code: "http-status", status: 401 } });
    expect(JSON.stringify(end)).not.toContain(KEY);
  });

  it("reports what is not an event stream", async () => {
    const { end } = await ask((_request, response) => {
      response.writeHead(200, { "content-type": "text/html" });
      response.end("<h1>Welcome</h1>");
    });

    expect(end).toMatchObject({
      failure: { code: "wrong-content-type", contentType: "text/html" },
    });
  });

  it("reports a server that is not there", async () => {
    const nobody = openAiChat({ apiKey: KEY, baseUrl: "http://127.0.0.1:9/v1" });
    const { end } = await collect(
      startStream(nobody, REQUEST, {
        clock: systemClock(),
        random: seededRandom(1),
        retry: { attempts: 1 },
      }),
    );

    expect(end).toMatchObject({
      failure: { code: "connection-failed", url: "http://127.0.0.1:9/v1" },
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
