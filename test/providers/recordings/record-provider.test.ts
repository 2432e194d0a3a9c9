import { describe, expect, it } from "vitest";

import { systemClock } from "../../../src/clock/index.ts";
import { collect } from "../../../src/events/index.ts";
import { startStream } from "../../../src/lifecycle/index.ts";
import {
  gemini,
  openAiChat,
  type Provider,
  type RecordOptions,
  recordProvider,
  type Recording,
} from "../../../src/providers/index.ts";
import { seededRandom } from "../../../src/stats/index.ts";
import { itObeysTheProviderLaws } from "../../contracts/provider.ts";
import { answerFrom, casesOf, KEY, REQUEST } from "../../contracts/wire-provider.ts";
import {
  type Answer,
  byteServer,
  chatFrames,
  chunk,
  refuses,
  resetsAfter,
  sends,
  stallsAfter,
} from "../../support/servers/byte-server.ts";

const CHAT = {
  contentType: "text/event-stream",
  answer: chatFrames("Hello ", "漢字 ", "👍", "!"),
  beginning: [chunk({ content: "Hel" })],
};

/** Asks a server that answers so, with a recorder in between. */
async function recordingOf(
  answer: Answer,
  options?: RecordOptions,
  make = (baseUrl: string): Provider => openAiChat({ apiKey: KEY, baseUrl }),
) {
  const recordings: Recording[] = [];
  const create = (url: string) =>
    recordProvider(make(url), (recording) => recordings.push(recording), options);
  const collected = await answerFrom({ create }, answer);
  const [recording] = recordings;
  if (recording === undefined) throw new Error("Nothing was recorded");
  return { recording, collected, body: textOf(recording) };
}

const textOf = ({ reads }: Recording) =>
  Buffer.concat(reads.map(({ bytes }) => bytes)).toString("utf8");

describe("recordProvider()", () => {
  itObeysTheProviderLaws(
    casesOf({
      ...CHAT,
      create: (baseUrl) => recordProvider(openAiChat({ apiKey: KEY, baseUrl }), () => undefined),
      malformed: undefined,
      error: undefined,
    }),
  );

  it("records every byte and its time", async () => {
    const { recording, body } = await recordingOf(sends(...CHAT.answer));
    const { sentAt, headersAt, reads, end } = recording;
    const stamps = [sentAt, headersAt, ...reads.map(({ at }) => at), end.at];

    expect(body).toBe(CHAT.answer.join(""));
    expect(stamps).toEqual(stamps.toSorted((a, b) => a - b));
    expect(recording).toMatchObject({
      provider: "openai-chat",
      model: "m",
      attempt: 1,
      status: 200,
      end: { kind: "complete" },
    });
  });

  it("records the request", async () => {
    const { recording } = await recordingOf(sends(...CHAT.answer));

    expect(recording.request).toMatchObject({
      method: "POST",
      url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/v1\/chat\/completions$/u),
      headers: { "content-type": "application/json" },
    });
    expect(JSON.parse(recording.request.body ?? "")).toMatchObject(REQUEST);
  });

  it("records only the headers that explain a response", async () => {
    const { recording } = await recordingOf((_request, response) => {
      response.writeHead(200, {
        "content-type": "text/event-stream",
        "x-request-id": "req-1",
        "x-ratelimit-remaining-tokens": "9",
        "openai-processing-ms": "12",
        "openai-organization": "acme",
        "set-cookie": "session=abc",
        "x-api-key": "k",
      });
      response.end(CHAT.answer.join(""));
    });

    expect(recording.headers).toEqual({
      "content-type": "text/event-stream",
      date: expect.any(String),
      "x-request-id": "req-1",
      "x-ratelimit-remaining-tokens": "9",
      "openai-processing-ms": "12",
    });
  });

  it("records error responses, without the key that they repeat", async () => {
    const refusal = refuses(401, { "x-request-id": KEY }, `wrong key: ${KEY}`);
    const { recording, body } = await recordingOf(refusal);

    expect(recording.status).toBe(401);
    expect(body).toContain(`wrong key: ${"*".repeat(KEY.length)}`);
    expect(JSON.stringify(recording)).not.toContain(KEY);
  });

  it("overwrites a key that is split across two reads, in place", async () => {
    const comment = `: ${KEY}\n\n`;
    const reads = [comment.slice(0, 12), comment.slice(12) + CHAT.answer.join("")];
    // Without a socket, which might bring both at once.
    const fetch = async () =>
      new Response(
        new ReadableStream<Uint8Array>({
          start(controller) {
            for (const read of reads) controller.enqueue(Buffer.from(read));
            controller.close();
          },
        }),
        { headers: { "content-type": CHAT.contentType } },
      );
    const { recording, body, collected } = await recordingOf(sends(), {}, (baseUrl) =>
      openAiChat({ apiKey: KEY, baseUrl, fetch }),
    );

    expect(recording.reads).toHaveLength(2);
    expect(body).toBe(`: ${"*".repeat(KEY.length)}\n\n${CHAT.answer.join("")}`);
    expect(collected.end).toMatchObject({ kind: "stop" });
  });

  it.each([
    ["a query", "?key=sk-query-12345678", "sk-query-12345678"],
    ["a query of a URL's letters", "?api_key=sk%2Fquery%2F1234", "sk/query/1234"],
  ])("removes a key in %s, including its repetitions", async (_where, query, key) => {
    const recordings: Recording[] = [];
    const answer = new Response(`{"error":"no ${key} and no ${encodeURIComponent(key)}"}`, {
      status: 403,
    });
    const fetch: typeof globalThis.fetch = async () => answer;
    const asking: Provider = {
      ...openAiChat({ apiKey: KEY }),
      async *stream(_request, { wrapFetch, clock }) {
        const response = await wrapFetch?.(fetch)(`http://me:pass-1234@h/v1${query}`);
        await response?.text();
        yield { at: clock.now(), sizeBytes: 0, events: [] };
      },
    };
    await collect(
      startStream(
        recordProvider(asking, (recording) => recordings.push(recording)),
        REQUEST,
        outside(),
      ),
    );
    const [recording] = recordings;

    expect(recording?.request.url).toBe("http://h/v1");
    expect(recording && textOf(recording)).not.toMatch(/query/u);
  });

  it("removes the given secrets", async () => {
    const { body, recording } = await recordingOf(sends(...chatFrames("token-of-mine")), {
      secrets: ["token-of-mine"],
    });

    expect(body + JSON.stringify(recording.request)).not.toContain("token-of-mine");
  });

  it("keeps placeholders of keys", async () => {
    const make = (baseUrl: string) => openAiChat({ apiKey: "none", baseUrl });
    const { body } = await recordingOf(sends(...chatFrames("nonesuch")), {}, make);

    expect(body).toContain("nonesuch");
  });

  it("stops recording at its bound, and passes everything on", async () => {
    const { recording, collected } = await recordingOf(sends(...CHAT.answer), { limitBytes: 10 });

    expect(collected.text).toBe("Hello 漢字 👍!");
    expect(recording.reads).toEqual([]);
    expect(recording.end).toMatchObject({ kind: "too-large", limitBytes: 10 });
  });

  it("records that the connection broke", async () => {
    const { recording } = await recordingOf(resetsAfter(...CHAT.beginning));

    expect(recording.end).toMatchObject({ kind: "broken", cause: expect.any(String) });
  });

  it("records that the reader stopped", async () => {
    const recordings: Recording[] = [];
    const { url } = await byteServer(stallsAfter(...CHAT.beginning));
    const provider = recordProvider(openAiChat({ apiKey: KEY, baseUrl: url }), (recording) =>
      recordings.push(recording),
    );
    const stream = startStream(provider, REQUEST, outside());
    for await (const event of stream) {
      if (event.type === "text-delta") stream.stop();
      // The recording is passed on before the last event.
      if (event.type === "stream-end") expect(recordings[0]?.end.kind).toBe("left");
    }

    expect(recordings).toHaveLength(1);
  });

  it("records the provider's own transport", async () => {
    const fetch: typeof globalThis.fetch = async () =>
      new Response('data: {"candidates":[{"content":{"parts":[{"text":"Hi"}]}}]}\n\n', {
        headers: { "content-type": "text/event-stream" },
      });
    const make = () => gemini({ apiKey: KEY, fetch });
    const { body } = await recordingOf(sends(), {}, make);

    expect(body).toContain('"text":"Hi"');
  });

  it("refuses a bound that is none", () => {
    expect(() =>
      recordProvider(openAiChat({ apiKey: KEY }), () => undefined, { limitBytes: 0 }),
    ).toThrow(RangeError);
  });
});

const outside = () => ({
  clock: systemClock(),
  random: seededRandom(1),
  retry: { attempts: 1 },
});
