import { describe, expect, it } from "vitest";

import { type Clock, systemClock, VirtualClock } from "../../src/clock/index.ts";
import { collect, StreamError, type StreamEventBody } from "../../src/events/index.ts";
import { startStream, type StreamOptions } from "../../src/lifecycle/index.ts";
import { type ChatRequest, openAiChat, type Provider } from "../../src/providers/index.ts";
import { seededRandom } from "../../src/stats/index.ts";
import { expectLawfulStream } from "../contracts/event-stream.ts";
import {
  type Answer,
  byteServer,
  chatFrames,
  chunk,
  refuses,
  resetsAfter,
  sends,
} from "../support/servers/byte-server.ts";
import { listOf, passed } from "../support/events.ts";

const REQUEST: ChatRequest = { model: "m", messages: [{ role: "user", content: "Hi" }] };

type Step = { readonly afterMs: number; readonly result: readonly StreamEventBody[] | Error };

const text = (words: string): StreamEventBody => ({
  type: "text-delta",
  block: "text",
  text: words,
});
const START: StreamEventBody = { type: "text-start", block: "text" };
const END: StreamEventBody = { type: "stream-end", reason: { kind: "stop", raw: "stop" } };

/** A provider by script, one for each attempt; deaf to its signal, as the worst ones are. */
function scripted(clock: Clock, ...attempts: readonly (readonly Step[])[]): Provider {
  return {
    id: "scripted",
    capabilities: {
      resume: "continuation",
      usage: "never",
      tools: "deltas",
      reasoning: "text",
      images: false,
      seed: false,
    },
    async *stream(_request, { number }) {
      for (const { afterMs, result } of attempts[number - 1] ?? []) {
        await passed(clock, afterMs);
        if (result instanceof Error) throw result;
        yield { at: clock.now(), sizeBytes: 10, events: result };
      }
    },
  };
}

function run(
  script: (clock: Clock) => Provider,
  options: Partial<StreamOptions> = {},
): { clock: VirtualClock; stream: ReturnType<typeof startStream> } {
  const clock = new VirtualClock();
  const stream = startStream(script(clock), REQUEST, {
    clock,
    random: seededRandom(1),
    ...options,
  });
  return { clock, stream };
}

const refusal = (retryAfterMs: number) =>
  new StreamError({
    code: "http-status",
    status: 429,
    detail: undefined,
    type: undefined,
    retryAfterMs,
  });

describe("startStream()", () => {
  it("retries before the first token, after the delay that the provider requests", async () => {
    const { clock, stream } = run((c) =>
      scripted(
        c,
        [{ afterMs: 10, result: refusal(300) }],
        [{ afterMs: 5, result: [START, text("a"), END] }],
      ),
    );
    const events = await clock.runUntil(listOf(stream));

    expectLawfulStream(events);
    expect(events.find(({ type }) => type === "attempt-failed")).toMatchObject({
      at: 10,
      attempt: 1,
      next: { kind: "retry", inMs: 300 },
    });
    expect(events.find(({ type }) => type === "text-delta")?.at).toBe(315);
  });

  it.each<Partial<StreamOptions>>([
    { retry: { attempts: 0 } },
    { retry: { attempts: 1.5 } },
    { retry: { baseMs: -1 } },
    { retry: { longestMs: NaN } },
    { deadlines: { firstTokenMs: 0 } },
    { deadlines: { idleMs: NaN } },
    { deadlines: { totalMs: -1 } },
    { limitBytes: 0 },
  ])("refuses %j before it sends a request", (options) => {
    let requests = 0;
    const provider = (clock: Clock): Provider => ({
      ...scripted(clock),
      stream(...args) {
        requests++;
        return scripted(clock).stream(...args);
      },
    });

    expect(() => run(provider, options)).toThrow(RangeError);
    expect(requests).toBe(0);
  });

  it("does not try again after the first token", async () => {
    const lost = new StreamError({ code: "connection-lost", receivedBytes: 1, cause: "reset" });
    const { clock, stream } = run((c) =>
      scripted(c, [
        { afterMs: 0, result: [START, text("Hel")] },
        { afterMs: 1, result: lost },
      ]),
    );
    const events = await clock.runUntil(listOf(stream));

    expectLawfulStream(events);
    expect(await collect(events)).toMatchObject({
      text: "Hel",
      end: { kind: "failed", failure: lost.failure },
    });
  });

  it.each([
    {
      name: "first-token",
      deadlines: { firstTokenMs: 50 },
      script: [{ afterMs: 500, result: [END] }],
      endsAt: 50,
    },
    {
      name: "idle",
      deadlines: { idleMs: 50 },
      script: [
        { afterMs: 10, result: [START, text("a")] },
        { afterMs: 500, result: [END] },
      ],
      endsAt: 60,
    },
    {
      name: "total",
      deadlines: { totalMs: 100 },
      script: [
        { afterMs: 20, result: [START, text("a")] },
        ...Array.from({ length: 50 }, () => ({ afterMs: 20, result: [text("a")] })),
      ],
      endsAt: 100,
    },
  ])("keeps the $name deadline of a provider that is deaf", async (deadline) => {
    const { name, deadlines, script, endsAt } = deadline;
    const { clock, stream } = run((c) => scripted(c, script), {
      deadlines,
      retry: { attempts: 1 },
    });
    const events = await clock.runUntil(listOf(stream));

    expectLawfulStream(events);
    expect(events.at(-1)).toMatchObject({
      at: endsAt,
      reason: { kind: "failed", failure: { code: "deadline-exceeded", deadline: name } },
    });
  });

  it("does not take keep-alives for progress", async () => {
    const silence = Array.from({ length: 20 }, () => ({ afterMs: 10, result: [] }));
    const { clock, stream } = run((c) => scripted(c, silence), {
      deadlines: { firstTokenMs: 55 },
      retry: { attempts: 1 },
    });
    const { end } = await clock.runUntil(collect(stream));

    expect(end).toMatchObject({ failure: { deadline: "first-token", deadlineMs: 55 } });
  });

  it("can be stopped while it waits for the next attempt", async () => {
    const { clock, stream } = run((c) => scripted(c, [{ afterMs: 0, result: refusal(10_000) }]));
    const reading = listOf(stream);
    await clock.advanceBy(5);
    expect(stream.state).toBe("recovering");
    stream.stop("changed my mind");
    const events = await clock.runUntil(reading);

    expectLawfulStream(events);
    expect(events.at(-1)).toMatchObject({
      at: 5,
      reason: { kind: "aborted", raw: "changed my mind" },
    });
  });

  it("keeps the reason of the caller's signal, also of one that was aborted before", async () => {
    const { clock, stream } = run((c) => scripted(c, [{ afterMs: 0, result: [END] }]), {
      signal: AbortSignal.abort(new Error("too late")),
    });
    const { end } = await clock.runUntil(collect(stream));

    expect(end).toEqual({ kind: "aborted", raw: "too late" });
  });

  it("makes an error in a provider the truth about the stream, not a crash", async () => {
    const { clock, stream } = run((c) => scripted(c, [{ afterMs: 0, result: new Error("bug") }]));
    const { end } = await clock.runUntil(collect(stream));

    expect(end).toMatchObject({ kind: "failed", failure: { code: "unexpected", detail: "bug" } });
  });

  it("stops reading when its consumer does, and takes no deadline for that", async () => {
    const flood = Array.from({ length: 100 }, (_, index) => ({
      afterMs: 1,
      result: index === 0 ? [START, text("x")] : [text("x")],
    }));
    const { clock, stream } = run((c) => scripted(c, [...flood, { afterMs: 0, result: [END] }]), {
      limitBytes: 50,
      deadlines: { idleMs: 100 },
    });
    await clock.advanceBy(10_000);
    const { text: answer, end } = await clock.runUntil(collect(stream));

    expect(answer).toHaveLength(100);
    expect(end?.kind).toBe("stop");
  });

  it("delivers what arrived before a reset to a consumer that is slow", async () => {
    const texts = ["one ", "two ", "three"];
    const server = await byteServer(resetsAfter(...chatFrames(...texts).slice(0, 4)));
    const clock = systemClock();
    const stream = startStream(openAiChat({ apiKey: "k", baseUrl: server.url }), REQUEST, {
      clock,
      random: seededRandom(1),
    });
    let answer = "";
    for await (const event of stream) {
      await server.closed(0);
      if (event.type === "text-delta") answer += event.text;
    }

    expect(answer).toBe(texts.join(""));
  });

  describe("before any output", () => {
    const role = chunk({ role: "assistant", content: "" });

    async function answerTo(...answers: readonly Answer[]) {
      const server = await byteServer(...answers);
      const provider = openAiChat({ apiKey: "sk-1234567890", baseUrl: server.url });
      const answer = await collect(
        startStream(provider, REQUEST, {
          clock: systemClock(),
          random: seededRandom(1),
          retry: { baseMs: 1, attempts: 5 },
        }),
      );
      return { text: answer.text, end: answer.end, requests: server.requests };
    }

    it.each([
      ["an empty body", sends()],
      ["a role and no more", sends(role)],
    ])("retries %s once", async (_what, nothing) => {
      expect(await answerTo(nothing, sends(...chatFrames("Hello")))).toMatchObject({
        text: "Hello",
        end: { kind: "stop" },
        requests: 2,
      });
      expect(await answerTo(nothing)).toMatchObject({ end: { kind: "truncated" }, requests: 2 });
    });

    it("does not retry an answer that is empty by the provider's own word", async () => {
      const finished = sends(role, chunk({}, { finish: "stop" }), "data: [DONE]\n\n");

      expect(await answerTo(finished)).toMatchObject({ end: { kind: "stop" }, requests: 1 });
    });

    it("does not retry an answer that was cut off after its first text", async () => {
      expect(await answerTo(sends(chunk({ content: "Hel" })))).toMatchObject({
        text: "Hel",
        end: { kind: "truncated" },
        requests: 1,
      });
    });

    it.each([
      ["numeric code", { type: "BadRequestError", code: 400 }, 1],
      ["type", { type: "invalid_request_error" }, 1],
      ["type", { type: "overloaded_error" }, 5],
      ["numeric code", { code: 503 }, 5],
    ])("judges an error in the first frame by its %s: %j", async (_what, error, requests) => {
      const frame = `data: ${JSON.stringify({ error: { message: "no", ...error } })}\n\n`;

      expect(await answerTo(sends(frame))).toMatchObject({ end: { kind: "failed" }, requests });
    });

    it.each([
      [400, "true", 5],
      [503, "false", 1],
    ])("obeys x-should-retry: a %i with %s is sent %i times", async (status, value, requests) => {
      const answer = refuses(status, { "x-should-retry": value });

      expect(await answerTo(answer)).toMatchObject({ end: { kind: "failed" }, requests });
    });

    it("fails at once when OpenRouter's daily limit resets later than the longest wait", async () => {
      const metadata = { headers: { "X-RateLimit-Reset": "4102444800000" } };
      const { end, requests } = await answerTo((_request, response) => {
        response.writeHead(429, { "content-type": "application/json" });
        response.end(JSON.stringify({ error: { code: 429, message: "cap", metadata } }));
      });

      expect({ end, requests }).toMatchObject({ end: { kind: "failed" }, requests: 1 });
    });
  });

  it("obeys Retry-After of a real server and then streams", async () => {
    const server = await byteServer(
      refuses(429, { "retry-after-ms": "20" }),
      sends(...chatFrames("fine")),
    );
    const { text: answer, end } = await collect(
      startStream(openAiChat({ apiKey: "k", baseUrl: server.url }), REQUEST, {
        clock: systemClock(),
        random: seededRandom(1),
      }),
    );

    expect({ answer, kind: end?.kind, requests: server.requests }).toEqual({
      answer: "fine",
      kind: "stop",
      requests: 2,
    });
  });

  it("keeps eight streams apart, and each to the last byte", async () => {
    const answers = Array.from({ length: 8 }, (_, index) => [
      `${index} 漢字 `,
      "👩‍👩‍👧 `",
      `x${index}\``,
    ]);
    const server = await byteServer(...answers.map((texts) => sends(...chatFrames(...texts))));
    const provider = openAiChat({ apiKey: "k", baseUrl: server.url });
    const outside = { clock: systemClock(), random: seededRandom(1) };
    const texts = await Promise.all(
      answers.map(async () => (await collect(startStream(provider, REQUEST, outside))).text),
    );

    expect(texts.toSorted()).toEqual(answers.map((words) => words.join("")).toSorted());
  });
});
