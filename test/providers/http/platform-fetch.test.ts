import { describe, expect, it } from "vitest";

import { systemClock, VirtualClock } from "../../../src/clock/index.ts";
import { collect } from "../../../src/events/index.ts";
import { startStream } from "../../../src/lifecycle/index.ts";
import { openAiChat } from "../../../src/providers/index.ts";
import { platformFetch } from "../../../src/providers/http/platform-fetch.ts";
import { seededRandom } from "../../../src/stats/index.ts";
import { byteServer, sends } from "../../support/servers/byte-server.ts";
import { closingServer } from "../../support/servers/closing-server.ts";

/** Node requires it for a body that is a stream; the types of the web do not know it. */
const HALF_DUPLEX = { duplex: "half" };
const POST = { method: "POST", body: "{}" };
const fetch = platformFetch(systemClock());

/** One attempt through a provider. */
async function answerOf(baseUrl: string): Promise<unknown> {
  const provider = openAiChat({ apiKey: "sk-1234567890", baseUrl });
  const request = { model: "m", messages: [{ role: "user", content: "Hi" }] } as const;
  const options = { clock: systemClock(), random: seededRandom(1), retry: { attempts: 1 } };
  const { text, end } = await collect(startStream(provider, request, options));
  return { text, end };
}

const HELLO = { text: "Hello", end: { kind: "stop", raw: "stop" } };

describe("platformFetch()", () => {
  it("sends a request again if the server closed its idle connection", async () => {
    const server = await closingServer({ kind: "reused", answers: 2 });
    for (let request = 0; request < 100; request++)
      expect(await answerOf(server.url)).toEqual(HELLO);

    expect(server.answers).toBe(100);
  });

  it("loses no request of hundreds to connections that end after 0 to 50 ms", async () => {
    const random = seededRandom(1);
    const server = await closingServer({ kind: "idle", afterMs: () => random() * 50 });
    const several = Array.from({ length: 8 }, async () => {
      for (let request = 0; request < 50; request++)
        expect(await answerOf(server.url)).toEqual(HELLO);
    });
    await Promise.all(several);

    expect(server.answers).toBe(400);
  });

  it("does not send again the first request to an origin", async () => {
    const server = await byteServer((request) => request.socket.resetAndDestroy());
    await expect(fetch(server.url, POST)).rejects.toThrow("fetch failed");

    expect(server.requests).toBe(1);
  });

  it("stops resending to a server that no longer responds", async () => {
    const server = await byteServer(sends("data: x\n\n"), (request) => {
      request.socket.resetAndDestroy();
    });
    await (await fetch(server.url, POST)).text();
    await expect(fetch(server.url, POST)).rejects.toThrow("fetch failed");

    expect(server.requests).toBe(6);
  });

  it("does not send again what may have been at work for a second", async () => {
    const clock = new VirtualClock();
    const server = await byteServer(sends("data: x\n\n"), (request) => {
      void clock.advanceBy(1_000).then(() => request.socket.resetAndDestroy());
    });
    const send = platformFetch(clock);
    await (await send(server.url, POST)).text();
    await expect(send(server.url, POST)).rejects.toThrow("fetch failed");

    expect(server.requests).toBe(2);
  });

  it("does not send again, and empty, what is iterated once", async () => {
    const server = await byteServer(
      sends("data: x\n\n"),
      (request) => void request.socket.resetAndDestroy(),
      sends("data: x\n\n"),
    );
    await (await fetch(server.url, POST)).text();
    const pieces = Object.assign(new EventTarget(), {
      async *[Symbol.asyncIterator]() {
        yield new TextEncoder().encode("{}");
      },
    });
    const init = { ...HALF_DUPLEX, method: "POST" };
    Object.assign(init, { body: pieces });
    await expect(fetch(server.url, init)).rejects.toThrow("fetch failed");

    expect(server.requests).toBe(2);
  });

  it("does not send a stream or an aborted request again", async () => {
    const server = await byteServer(sends("data: x\n\n"), (request) => {
      request.socket.resetAndDestroy();
    });
    const aborting = new AbortController();
    await (await fetch(server.url, POST)).text();
    const streamed = Object.assign(
      { method: "POST", body: new Blob(["{}"]).stream() },
      HALF_DUPLEX,
    );
    await expect(fetch(server.url, streamed)).rejects.toThrow("fetch failed");
    aborting.abort(new Error("enough"));
    await expect(fetch(server.url, { ...POST, signal: aborting.signal })).rejects.toThrow("enough");

    expect(server.requests).toBe(2);
  });
});
