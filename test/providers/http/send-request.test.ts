import { describe, expect, it } from "vitest";

import { systemClock } from "../../../src/clock/index.ts";
import { collect } from "../../../src/events/index.ts";
import { startStream } from "../../../src/lifecycle/index.ts";
import { sendRequest } from "../../../src/providers/http/send-request.ts";
import {
  anthropicMessages,
  bedrock,
  bedrockAnthropic,
  openAiChat,
} from "../../../src/providers/index.ts";
import { seededRandom } from "../../../src/stats/index.ts";
import { REQUEST } from "../../contracts/wire-provider.ts";
import { byteServer } from "../../support/servers/byte-server.ts";

/** A key that was copied with half of the next line. */
const apiKey = "sk-secret-1234567890\nNEXT";
const baseUrl = "http://127.0.0.1:9";

const attempt = () => ({
  number: 1,
  clock: systemClock(),
  signal: new AbortController().signal,
  onStage: () => undefined,
});

describe("sendRequest()", () => {
  it.each([
    anthropicMessages({ apiKey, baseUrl }),
    openAiChat({ apiKey, baseUrl }),
    bedrock({ apiKey, baseUrl, region: "eu-central-1" }),
    bedrockAnthropic({
      baseUrl,
      region: "eu-central-1",
      credentials: { accessKeyId: "AKIA", secretAccessKey: "s3cret", sessionToken: apiKey },
    }),
  ])("removes a key that no header can hold from the failure: $id", async (provider) => {
    const outside = { clock: systemClock(), random: seededRandom(1) };
    const { end } = await collect(startStream(provider, REQUEST, outside));

    expect(end).toMatchObject({
      failure: { code: "unexpected", detail: expect.stringContaining("Cannot send the request") },
    });
    expect(JSON.stringify(end)).toContain("[key]");
    expect(JSON.stringify(end)).not.toContain("sk-secret");
  });

  it("removes a key with a trailing line break from the server's message", async () => {
    const { url } = await byteServer((request, response) => {
      response.writeHead(401);
      response.end(`no: ${request.headers.authorization}`);
    });
    const provider = openAiChat({ apiKey: "sk-secret-1234567890\n", baseUrl: url });
    const outside = { clock: systemClock(), random: seededRandom(1) };
    const { end } = await collect(startStream(provider, REQUEST, outside));

    expect(end).toMatchObject({ failure: { detail: "no: Bearer [key]" } });
  });

  it("throws the reason of an abort, whatever error the request threw", async () => {
    const stopping = new AbortController();
    const endpoint = { baseUrl, secrets: [] };
    const parts = {
      send: () => {
        stopping.abort("enough");
        return Promise.reject(new Error("something else"));
      },
      receive: (answer: Response) => answer,
    };

    await expect(
      sendRequest({ ...attempt(), signal: stopping.signal }, endpoint, parts),
    ).rejects.toBe("enough");
  });
});
