import type { ServerResponse } from "node:http";

import { describe, expect, it } from "vitest";

import { instant, VirtualClock } from "../../../src/clock/index.ts";
import { type WireClient, wireClient } from "../../../src/bench/measure/wire-client.ts";
import { openAiChat } from "../../../src/providers/index.ts";
import { seededRandom } from "../../../src/stats/index.ts";
import { readAhead } from "../../../src/wire/index.ts";
import { itObeysTheProviderLaws } from "../../contracts/provider.ts";
import {
  byteServer,
  chatFrames,
  chunk,
  refuses,
  resetsAfter,
  sends,
  stallsAfter,
} from "../../support/servers/byte-server.ts";
import { closingServer } from "../../support/servers/closing-server.ts";

const provider = (url: string) =>
  openAiChat({ apiKey: "k", baseUrl: url, fetch: wireClient().fetch });

describe("wireClient()", () => {
  itObeysTheProviderLaws({
    whole: async () =>
      provider((await byteServer(sends(...chatFrames("Hello ", "漢字 ", "👍", "!")))).url),
    cut: undefined,
    truncated: async () => provider((await byteServer(sends(chunk({ content: "Hel" })))).url),
    broken: async () => provider((await byteServer(resetsAfter(chunk({ content: "Hel" })))).url),
    async stalled() {
      const server = await byteServer(stallsAfter(chunk({ content: "Hel" })));
      return { provider: provider(server.url), closed: server.closed(0) };
    },
  });

  it("returns status, headers and body like fetch", async () => {
    const { url } = await byteServer(refuses(429, { "retry-after": "3" }, "slow down"));
    const response = await wireClient().fetch(url, { method: "POST", body: '"漢字"' });

    expect([response.status, response.headers.get("retry-after")]).toEqual([429, "3"]);
    expect(await response.text()).toContain("slow down");
  });

  it.each([
    ["text", '{"a":"漢字"}'],
    ["bytes", new TextEncoder().encode('{"a":"漢字"}')],
  ])("sends a body of %s", async (_what, body) => {
    const server = await byteServer(sends("data: x\n\n"));
    await wireClient().fetch(server.url, { method: "POST", body });

    expect(server.latest).toMatchObject({
      body: { a: "漢字" },
      headers: { "content-length": "14" },
    });
  });

  it("fails like fetch if no server is listening", async () => {
    await expect(wireClient().fetch("http://127.0.0.1:9/")).rejects.toMatchObject({
      name: "TypeError",
      message: "fetch failed",
    });
  });

  it("timestamps the headers before the body, which may arrive in the same read", async () => {
    const server = await byteServer(sends("data: x\n\n"));
    let ticks = 0;
    const clock = { now: () => instant(++ticks), wallMs: () => 0, callAt: () => () => undefined };
    const headersAt: number[] = [];
    const fetch = wireClient(clock).fetchAt({
      at: instant(0),
      onSent: () => undefined,
      onHeaders: (_url, _headers, at) => headersAt.push(at),
    });
    const { body } = await fetch(server.url, { method: "POST", body: "{}" });
    const first = body === null ? undefined : await readAhead(body, clock).next();

    expect(headersAt).toHaveLength(1);
    expect(headersAt[0]).toBeLessThan(first?.at ?? 0);
  });

  it("builds a request early and sends it when it is due", async () => {
    const server = await byteServer(sends("data: x\n\n"));
    const clock = new VirtualClock();
    const sentAt: number[] = [];
    const fetch = wireClient(clock).fetchAt({ at: instant(5), onSent: (at) => sentAt.push(at) });
    const answered = fetch(server.url, { method: "POST", body: "{}" });
    await clock.advanceBy(4);
    const before = [...sentAt];
    await clock.advanceBy(1);

    expect((await answered).status).toBe(200);
    expect([before, sentAt]).toEqual([[], [5]]);
  });

  it("sends nothing if the request is aborted before it is due", async () => {
    const server = await byteServer(sends("data: x\n\n"));
    const clock = new VirtualClock();
    const leaving = new AbortController();
    const fetch = wireClient(clock).fetchAt({ at: instant(5), onSent: () => undefined });
    const answered = fetch(server.url, { method: "POST", body: "{}", signal: leaving.signal });
    leaving.abort();
    await expect(answered).rejects.toThrow("fetch failed");
    await clock.advanceBy(10);

    expect(server.requests).toBe(0);
  });

  it("timestamps each read when the socket delivers it", async () => {
    const { url } = await byteServer(sends("data: x\n\n"));
    const clock = new VirtualClock();
    await clock.advanceBy(7);
    const response = await wireClient(clock).fetch(url);
    const other = new VirtualClock();
    const read = response.body && (await readAhead(response.body, other).next());

    expect(read?.at).toBe(7);
  });

  describe("when the server closes connections without notice", () => {
    async function hello(client: WireClient, url: string): Promise<void> {
      const answer = await client.fetch(url, { method: "POST", body: "{}" });
      expect(await answer.text()).toContain("Hello");
    }

    /** A `fetch` that counts how often a request is first sent and sent again. */
    function counting(client: WireClient) {
      const counts = { sent: 0, resent: 0 };
      const fetch = client.fetchAt({
        at: instant(0),
        onSent: () => counts.sent++,
        onResent: () => counts.resent++,
      });
      return { counts, fetch };
    }

    it("sends each request again on a new connection, and counts it", async () => {
      const server = await closingServer({ kind: "reused", answers: 3 });
      const { counts, fetch } = counting(wireClient());
      for (let request = 0; request < 200; request++) {
        await (await fetch(server.url, { method: "POST", body: "{}" })).text();
      }

      // Three answers on a connection that is kept, one on the new connection of the request that met its end.
      expect([server.answers, counts]).toEqual([200, { sent: 200, resent: 50 }]);
    });

    it("loses no request of hundreds to connections that end after 0 to 50 ms", async () => {
      const random = seededRandom(1);
      const server = await closingServer({ kind: "idle", afterMs: () => random() * 50 });
      const client = wireClient();
      const several = Array.from({ length: 8 }, async () => {
        for (let request = 0; request < 50; request++) await hello(client, server.url);
      });
      await Promise.all(several);

      expect(server.answers).toBe(400);
    });

    it("does not repeat a request that failed on a new connection", async () => {
      const server = await byteServer((request) => request.socket.resetAndDestroy());
      const { counts, fetch } = counting(wireClient());
      await expect(fetch(server.url, { method: "POST" })).rejects.toThrow("fetch failed");

      expect([server.requests, counts]).toEqual([1, { sent: 1, resent: 0 }]);
    });

    it("does not repeat a request that the server may have worked on for a second", async () => {
      const clock = new VirtualClock();
      const server = await byteServer(sends("data: x\n\n"), ({ socket }) => {
        void clock.advanceBy(1_000).then(() => socket.resetAndDestroy());
      });
      const { counts, fetch } = counting(wireClient(clock));
      await (await fetch(server.url, { method: "POST" })).text();
      await expect(fetch(server.url, { method: "POST" })).rejects.toThrow("fetch failed");

      expect([server.requests, counts]).toEqual([2, { sent: 2, resent: 0 }]);
    });

    it("does not repeat a request after a byte of the response", async () => {
      const server = await byteServer(sends("data: x\n\n"), ({ socket }) => {
        socket.write("H", () => socket.destroySoon());
      });
      const { counts, fetch } = counting(wireClient());
      await (await fetch(server.url, { method: "POST" })).text();
      await expect(fetch(server.url, { method: "POST" })).rejects.toThrow("fetch failed");

      expect([server.requests, counts]).toEqual([2, { sent: 2, resent: 0 }]);
    });
  });

  it("keeps more idle connections than Node's 256", async () => {
    const held: ServerResponse[] = [];
    const server = await byteServer((_request, response) => {
      if (held.push(response) < 300) return;
      for (const one of held.splice(0)) one.end("x");
    });
    const client = wireClient();
    for (let round = 0; round < 3; round++) {
      const answers = Array.from({ length: 300 }, () => client.fetch(server.url));
      await Promise.all((await Promise.all(answers)).map((answer) => answer.text()));
    }
    client.close();

    expect(server.connections).toBe(300);
  });
});
