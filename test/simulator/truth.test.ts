import { once } from "node:events";
import { connect } from "node:net";

import { describe, expect, it } from "vitest";

import { systemClock, VirtualClock } from "../../src/clock/index.ts";
import { collect } from "../../src/events/index.ts";
import { startStream } from "../../src/lifecycle/index.ts";
import { anthropicMessages, openAiChat } from "../../src/providers/index.ts";
import { simulatedFetch, type TruthRecord } from "../../src/simulator/index.ts";
import { seededRandom } from "../../src/stats/index.ts";
import { echo, simulator, simulatorInVirtualTime } from "../support/simulator.ts";

const COMMENT = /^: sim due_us=(\d+) sent_us=(\d+)$/gmu;

const TRUTH = { "x-sim-truth": "1" };

/** The truth comments of a stream, in order. */
function commentsIn(body: string) {
  return Array.from(body.matchAll(COMMENT), ([, due, sent]) => ({
    dueUs: Number(due),
    sentUs: Number(sent),
  }));
}

describe("x-sim-truth", () => {
  it("adds a comment before each token's frames, with the times of the log", async () => {
    const { url, truth } = await simulator();
    const response = await fetch(`${url}/chat/completions`, {
      method: "POST",
      headers: TRUTH,
      body: JSON.stringify(echo("a b c", { stream: true })),
    });
    const body = await response.text();
    const comments = commentsIn(body);
    const [record] = await truth();

    expect(comments.map(({ dueUs }) => dueUs)).toEqual(record?.tokens.map(({ dueUs }) => dueUs));
    for (const [place, { dueUs, sentUs }] of comments.entries()) {
      expect(sentUs).toBeGreaterThanOrEqual(dueUs);
      expect(sentUs).toBeLessThanOrEqual(record?.tokens[place]?.sentUs ?? 0);
    }
    expect(body).toMatch(/: sim .*\n\ndata: .*"content":" b"/u);
  });

  it.each([
    [
      "OpenAI's",
      (url: string) => openAiChat({ apiKey: "any", baseUrl: url, fetch: withHeaders(TRUTH) }),
    ],
    [
      "Anthropic's",
      (url: string) =>
        anthropicMessages({
          apiKey: "any",
          baseUrl: new URL(url).origin,
          fetch: withHeaders(TRUTH),
        }),
    ],
  ])("adds comments that %s parser ignores", async (_whose, create) => {
    const { url } = await simulator();
    const { text } = await collect(
      startStream(
        create(url),
        { model: "fixed:ttftMs=1,itlMs=0", messages: [{ role: "user", content: "echo: a b" }] },
        { clock: systemClock(), random: seededRandom(1) },
      ),
    );

    expect(text).toBe("a b");
  });

  it.each([
    ["without the header", "/v1/chat/completions", {}],
    ["to an API without comments", "/api/chat", TRUTH],
  ])("adds no comments %s", async (_when, path, headers) => {
    const { url } = await simulator();
    const response = await fetch(new URL(path, url), {
      method: "POST",
      headers,
      body: JSON.stringify(echo("a b", { stream: true })),
    });

    expect(commentsIn(await response.text())).toEqual([]);
  });
});

function withHeaders(headers: Record<string, string>): typeof globalThis.fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    for (const [name, value] of Object.entries(headers)) request.headers.set(name, value);
    return fetch(request);
  };
}

/** The tokens of the only request, once there are `count`; unknown times are NaN. */
async function tokensOnce(truth: () => Promise<TruthRecord[]>, count: number) {
  let [record] = await truth();
  while (record?.tokens.length !== count) [record] = await truth();
  return record.tokens.map(({ sentUs, drainedUs = NaN }) => ({ sentUs, drainedUs }));
}

/** More bytes in one token than the buffers of a loopback connection hold. */
const HUGE = "fixed:ttftMs=1,itlMs=50+huge@after=1,sizeChars=20000000";

describe("drainedUs", () => {
  it("is absent if the socket took all bytes at once", async () => {
    const { truth, ask } = await simulator();
    await (await ask(echo("a b c", { stream: true }))).text();
    const [record] = await truth();

    expect(record?.tokens.map(({ drainedUs }) => drainedUs)).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it("is the time at which the socket of a slow reader took a token", async () => {
    const { url, truth } = await simulator();
    const socket = connect(Number(new URL(url).port), "127.0.0.1");
    const body = JSON.stringify({ ...echo("a b c"), model: HUGE, stream: true });
    socket.write(
      `POST /v1/chat/completions HTTP/1.1\r\nhost: s\r\nconnection: close\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
    );
    await once(socket, "readable");
    const stalled = await tokensOnce(truth, 2);
    socket.resume();
    await once(socket, "close");
    const ended = await tokensOnce(truth, 3);

    expect(stalled.map(({ drainedUs }) => drainedUs)).toEqual([NaN, NaN]);
    expect(ended[0]?.drainedUs).toBeNaN();
    expect(ended[1]).toSatisfy(({ drainedUs, sentUs }) => drainedUs > sentUs);
    expect(ended[2]).toSatisfy(({ sentUs }) => sentUs >= Number(ended[1]?.drainedUs));
  });

  it("is the time at which a buffering proxy forwarded a token", async () => {
    const { truth, ask } = simulatorInVirtualTime();
    const model = "fixed:ttftMs=10,itlMs=20,proxyBytes=100000";
    await ask(echo("a b c", { model, stream: true }));
    const [record] = await truth();

    // The proxy forwards everything in the turn that writes the last token.
    expect(record?.tokens).toEqual([
      { dueUs: 10_000, sentUs: 10_000, drainedUs: 50_000 },
      { dueUs: 30_000, sentUs: 30_000, drainedUs: 50_000 },
      { dueUs: 50_000, sentUs: 50_000 },
    ]);
  });

  it("is the time at which a slow reader in the same process took a token", async () => {
    const clock = new VirtualClock();
    const fetched = simulatedFetch({ clock });
    const asking = fetched("http://simulated/v1/chat/completions", {
      method: "POST",
      body: JSON.stringify({
        ...echo("a b c"),
        model: "fixed:ttftMs=10,itlMs=20+huge@after=1,sizeChars=70000",
        stream: true,
      }),
    });
    const response = await clock.runUntil(asking);
    await clock.advanceBy(100);
    await response.text();
    const records = await fetched("http://simulated/_sim/requests");

    expect(await records.json()).toMatchObject([
      {
        tokens: [
          { sentUs: 10_000 },
          { sentUs: 30_000, drainedUs: 110_000 },
          { dueUs: 50_000, sentUs: 110_000 },
        ],
      },
    ]);
  });
});
