import { describe, expect, it } from "vitest";

import { wireClient } from "../../../src/bench/measure/wire-client.ts";
import { systemClock } from "../../../src/clock/index.ts";
import { collect } from "../../../src/events/index.ts";
import { startStream } from "../../../src/lifecycle/index.ts";
import { openAiChat } from "../../../src/providers/index.ts";
import { seededRandom } from "../../../src/stats/index.ts";
import { type Answer, byteServer } from "../../support/servers/byte-server.ts";

const redirects: Answer = (_request, response) => {
  response.writeHead(307, { location: "/v1/chat/completions" }).end();
};

async function failureAt(baseUrl: string, fetch?: typeof globalThis.fetch): Promise<unknown> {
  const provider = openAiChat({ apiKey: "sk-1234567890", baseUrl, ...(fetch && { fetch }) });
  const request = { model: "m", messages: [{ role: "user", content: "Hi" }] } as const;
  const options = { clock: systemClock(), random: seededRandom(1), retry: { attempts: 1 } };
  const { end } = await collect(startStream(provider, request, options));
  return end?.kind === "failed" ? end.failure : end;
}

describe("describeConnectionError()", () => {
  it("explains a port that fetch blocks", async () => {
    expect(await failureAt("http://127.0.0.1:9/v1")).toMatchObject({
      code: "connection-failed",
      cause: "fetch blocks this port, as browsers do: use another port",
    });
  });

  it.each([
    ["fetch", undefined],
    ["the benchmark's client", wireClient().fetch],
  ])("explains https against a plain http port, through %s", async (_what, fetch) => {
    const { url } = await byteServer(redirects);

    expect(await failureAt(url.replace("http:", "https:"), fetch)).toMatchObject({
      code: "connection-failed",
      cause:
        "the server does not speak TLS on this port: use http:// instead of https://, or another port",
    });
  });

  it("explains a redirect loop", async () => {
    const { url } = await byteServer(redirects);

    expect(await failureAt(url)).toMatchObject({
      code: "connection-failed",
      cause: "the server redirects endlessly: check the path of the base URL",
    });
  });
});
