import { describe, expect, it } from "vitest";

import { wireFetch } from "../../src/bench/wire-fetch.ts";
import { openAiChat } from "../../src/providers/index.ts";
import { itObeysTheProviderLaws } from "../contracts/provider.ts";
import {
  byteServer,
  chatFrames,
  chunk,
  refuses,
  resetsAfter,
  sends,
  stallsAfter,
} from "../support/byte-server.ts";

const provider = (url: string) => openAiChat({ apiKey: "k", baseUrl: url, fetch: wireFetch() });

describe("wireFetch()", () => {
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

  it("hands over status, headers and body as fetch does", async () => {
    const { url } = await byteServer(refuses(429, { "retry-after": "3" }, "slow down"));
    const response = await wireFetch()(url, { method: "POST", body: "漢字" });

    expect([response.status, response.headers.get("retry-after")]).toEqual([429, "3"]);
    expect(await response.text()).toContain("slow down");
  });

  it("fails as fetch does when nobody is there", async () => {
    await expect(wireFetch()("http://127.0.0.1:9/")).rejects.toMatchObject({
      name: "TypeError",
      message: "fetch failed",
    });
  });
});
