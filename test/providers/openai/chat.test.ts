import { describe, expect, it, onTestFinished, vi } from "vitest";

import { systemClock } from "../../../src/clock/index.ts";
import { collect, traceRecorder } from "../../../src/events/index.ts";
import { startStream } from "../../../src/lifecycle/index.ts";
import { openAiChat } from "../../../src/providers/index.ts";
import { seededRandom } from "../../../src/stats/index.ts";
import { itObeysTheProviderLaws } from "../../contracts/provider.ts";
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
  chatFrames,
  chunk,
  sends,
  sendsAs,
  stallsAfter,
} from "../../support/servers/byte-server.ts";
import { listOf, passed } from "../../support/events.ts";
import { attempt } from "./openai-support.ts";

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

describe("openAiChat()", () => {
  itObeysTheProviderLaws(casesOf(wire));
  itObeysTheWireLaws(wire);

  it("has the API's capabilities", () => {
    expect(openAiChat({ apiKey: KEY }).capabilities).toEqual({
      resume: "continuation",
      usage: "on-request",
      tools: "deltas",
      reasoning: "text",
      images: true,
      seed: true,
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

  it("reads an answer that is not streamed", async () => {
    const message = {
      role: "assistant",
      content: null,
      reasoning_content: "Let me look.",
      tool_calls: [{ id: "t1", type: "function", function: { name: "f", arguments: "{}" } }],
    };
    const body = JSON.stringify({
      model: "m-1",
      choices: [{ index: 0, message, finish_reason: "tool_calls" }],
      usage: { prompt_tokens: 3, completion_tokens: 5 },
    });
    const request = { ...REQUEST, stream: false };
    const answer = await answerFrom({ ...wire, request }, sendsAs("application/json", body));

    expect(answer).toMatchObject({
      reasoning: "Let me look.",
      toolCalls: [{ id: "t1", name: "f", input: {} }],
      usage: { outputTokens: { total: 5 }, source: "provider" },
      end: { kind: "tool-calls", raw: "tool_calls" },
    });
  });

  it("reports a whole answer without a choice as truncated", async () => {
    const request = { ...REQUEST, stream: false };
    const { end } = await answerFrom({ ...wire, request }, sendsAs("application/json", "{}"));

    expect(end).toEqual({ kind: "truncated", raw: undefined });
  });

  it("lists the server's models", async () => {
    const list = JSON.stringify({ object: "list", data: [{ id: "small" }, { id: "large" }, {}] });
    const { listModels } = await provider(sendsAs("application/json", list));

    expect(await listModels?.(attempt())).toEqual(["small", "large"]);
  });

  it("keeps the connection for the next answer if the body ends shortly after the answer", async () => {
    const ports: (number | undefined)[] = [];
    const { url } = await byteServer((request, response) => {
      ports.push(request.socket.remotePort);
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.write(chatFrames("a").join(""));
      void passed(systemClock(), 5).then(() => response.end());
    });
    const openAi = wire.create(url);
    for (let count = 0; count < 3; count++) {
      await listOf(openAi.stream(REQUEST, attempt()));
      await passed(systemClock(), 20);
    }

    expect(new Set(ports).size).toBe(1);
  });

  it("closes the connection if the body does not end after the answer", async () => {
    const server = await byteServer(stallsAfter(...chatFrames("a")));
    await listOf(wire.create(server.url).stream(REQUEST, attempt()));

    await expect(server.closed(0)).resolves.toBeUndefined();
  });

  it("writes nothing to the console, even if the SDK would", async () => {
    const body = sends('data: {"choices":[\n\n');
    const sdk = openAiChat({
      apiKey: KEY,
      baseUrl: (await byteServer(body)).url,
      decode: "sdk",
    });
    const shown = vi.spyOn(console, "error").mockReturnValue(undefined);
    onTestFinished(() => shown.mockRestore());
    await collect(startStream(sdk, REQUEST, { clock: systemClock(), random: seededRandom(1) }));

    expect(shown).not.toHaveBeenCalled();
  });

  it.each([
    [{ apiKey: "" }, "apiKey must not be empty"],
    [{ apiKey: "k", baseUrl: "localhost:8000" }, 'current value is "localhost:8000"'],
    [{ apiKey: "k", baseUrl: "" }, "must be an http or https URL"],
  ])("refuses %j", (settings, message) => {
    expect(() => openAiChat(settings)).toThrow(message);
  });
});
