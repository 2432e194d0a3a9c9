import { describe, expect, it, onTestFinished, vi } from "vitest";

import { systemClock } from "../../../src/clock/index.ts";
import {
  type Attempt,
  bedrock,
  bedrockAnthropic,
  type BedrockSettings,
} from "../../../src/providers/index.ts";
import { controlPlaneUrl } from "../../../src/providers/bedrock/models.ts";
import { KEY } from "../../contracts/wire-provider.ts";
import { byteServer, sendsAs, stallsAfterAs } from "../../support/servers/byte-server.ts";

const SETTINGS: BedrockSettings = {
  region: "eu-central-1",
  credentials: { accessKeyId: "AKIAEXAMPLE", secretAccessKey: KEY, sessionToken: "token-987654" },
};

const JSON_TYPE = "application/json";

const json = (value: unknown) => sendsAs(JSON_TYPE, JSON.stringify(value));

const models = (...ids: readonly string[]) => ({
  modelSummaries: ids.map((modelId) => ({
    modelId,
    providerName: modelId.startsWith("anthropic.") ? "Anthropic" : "Amazon",
    inputModalities: ["TEXT"],
    outputModalities: ["TEXT"],
    responseStreamingSupported: true,
    inferenceTypesSupported: ["ON_DEMAND"],
  })),
});

/** Each profile leads to the model whose name follows the place in its own. */
const profiles = (ids: readonly string[], nextToken?: string) => ({
  inferenceProfileSummaries: ids.map((inferenceProfileId) => ({
    inferenceProfileId,
    models: [{ modelArn: `arn:aws:bedrock:::foundation-model/${inferenceProfileId.slice(3)}` }],
    status: "ACTIVE",
    type: "SYSTEM_DEFINED",
  })),
  nextToken,
});

function attempt(rest: Partial<Attempt> = {}): Attempt {
  const { signal } = new AbortController();
  return { number: 1, clock: systemClock(), signal, onStage: () => undefined, ...rest };
}

/** The URLs that are requested, from a transport without models. */
async function requestedUrls(settings: BedrockSettings): Promise<string[]> {
  const urls: string[] = [];
  await bedrock({ ...SETTINGS, ...settings }).listModels?.(
    attempt({
      async fetch(url) {
        urls.push(url instanceof URL ? url.href : "");
        return Response.json({});
      },
    }),
  );
  return urls;
}

describe("bedrock(), listing models", () => {
  it("returns models and profiles, page by page", async () => {
    const server = await byteServer(
      json(models("amazon.nova", "anthropic.claude")),
      json(profiles(["us.amazon.nova"], "p+2/=")),
      json(profiles(["us.anthropic.claude", "us.amazon.nova"])),
    );
    const provider = bedrock({ ...SETTINGS, baseUrl: server.url });

    expect(await provider.listModels?.(attempt())).toEqual([
      "amazon.nova",
      "anthropic.claude",
      "us.amazon.nova",
      "us.anthropic.claude",
    ]);
    expect(server.latest.path).toBe("/v1/inference-profiles?maxResults=1000&nextToken=p%2B2%2F%3D");
    expect(server.latest.headers).toMatchObject({
      authorization: expect.stringMatching(
        /^AWS4-HMAC-SHA256 Credential=AKIAEXAMPLE\/\d{8}\/eu-central-1\/bedrock\/aws4_request,/u,
      ),
      "x-amz-security-token": "token-987654",
    });
  });

  it("returns only Anthropic's models for Anthropic's API", async () => {
    const { url } = await byteServer(
      json(models("amazon.nova", "anthropic.claude")),
      json(profiles(["us.amazon.nova", "us.anthropic.claude"])),
    );
    const provider = bedrockAnthropic({ ...SETTINGS, baseUrl: url });

    expect(await provider.listModels?.(attempt())).toEqual([
      "anthropic.claude",
      "us.anthropic.claude",
    ]);
  });

  it("requests no page twice", async () => {
    const server = await byteServer(json(models("m")), json(profiles([], "p")));
    const provider = bedrock({ ...SETTINGS, baseUrl: server.url });

    await expect(provider.listModels?.(attempt())).rejects.toThrow(
      'its pages must end: current value is "p"',
    );
    expect(server.requests).toBe(3);
  });

  it.each([
    [{}, "https://bedrock.eu-central-1.amazonaws.com"],
    [
      { baseUrl: "https://bedrock-runtime-fips.eu-central-1.amazonaws.com" },
      "https://bedrock-fips.eu-central-1.amazonaws.com",
    ],
    [{ baseUrl: "https://proxy.example/aws/" }, "https://proxy.example/aws"],
  ])("calls the control plane at its own URL: %j", async (settings, origin) => {
    expect(await requestedUrls(settings)).toEqual([
      `${origin}/foundation-models`,
      `${origin}/inference-profiles?maxResults=1000`,
    ]);
  });

  it.each([{}, { baseUrl: "https://vpce-1-a.bedrock-runtime.eu-central-1.vpce.amazonaws.com" }])(
    "asks where AWS's own variable says, with %j",
    async (settings) => {
      vi.stubEnv("AWS_ENDPOINT_URL_BEDROCK", "https://vpce-2-b.bedrock.eu-central-1.vpce.example");
      onTestFinished(() => {
        vi.unstubAllEnvs();
      });

      expect(await requestedUrls(settings)).toContain(
        "https://vpce-2-b.bedrock.eu-central-1.vpce.example/foundation-models",
      );
    },
  );

  it("sends no signature with a Bedrock API key", async () => {
    const server = await byteServer(json({}));
    const settings = { region: "eu-central-1", apiKey: KEY, baseUrl: server.url };
    await bedrock(settings).listModels?.(attempt());

    expect(server.latest.headers.authorization).toBe(`Bearer ${KEY}`);
  });

  it("reports AWS's error type for a refusal, without secrets", async () => {
    const { url } = await byteServer((request, response) => {
      const { authorization, "x-amz-security-token": token } = request.headers;
      response.writeHead(403, {
        "content-type": JSON_TYPE,
        "x-amzn-errortype": "AccessDeniedException:http://internal.amazon.com/coral/",
      });
      response.end(JSON.stringify({ message: [authorization, token, KEY].join(" and ") }));
    });

    await expect(
      bedrock({ ...SETTINGS, baseUrl: url }).listModels?.(attempt()),
    ).rejects.toMatchObject({
      failure: {
        code: "http-status",
        status: 403,
        type: "AccessDeniedException",
        detail: "[key] and [key] and [key]",
      },
    });
  });

  it("repeats no secret if the connection fails", async () => {
    const listing = bedrock(SETTINGS).listModels?.(
      attempt({
        fetch: (_url, init) =>
          Promise.reject(new Error(new Headers(init?.headers).get("authorization") ?? "")),
      }),
    );

    await expect(listing).rejects.toMatchObject({
      failure: {
        code: "connection-failed",
        url: "https://bedrock.eu-central-1.amazonaws.com",
        cause: "[key]",
      },
    });
  });

  it("reports why a list breaks off", async () => {
    const { url } = await byteServer(json(models("m")), (_request, response) => {
      response.writeHead(200, { "content-type": JSON_TYPE });
      response.write('{"inferen', () => response.socket?.resetAndDestroy());
    });

    await expect(
      bedrock({ ...SETTINGS, baseUrl: url }).listModels?.(attempt()),
    ).rejects.toMatchObject({ failure: { code: "connection-lost", receivedBytes: 9 } });
  });

  it("rejects with the caller's reason, and closes the connection", async () => {
    const server = await byteServer(stallsAfterAs(JSON_TYPE, '{"modelSummaries":['));
    const aborting = new AbortController();
    const reason = new Error("Enough");
    const listing = bedrock({ ...SETTINGS, baseUrl: server.url }).listModels?.(
      attempt({
        signal: aborting.signal,
        onStage(stage) {
          if (stage === "headers") aborting.abort(reason);
        },
      }),
    );

    await expect(listing).rejects.toBe(reason);
    await server.closed(0);
  });

  it("sends nothing if the caller has aborted before", async () => {
    const server = await byteServer(json({}));
    const signal = AbortSignal.abort(new Error("Never mind"));
    const listing = bedrock({ ...SETTINGS, baseUrl: server.url }).listModels?.(attempt({ signal }));

    await expect(listing).rejects.toThrow("Never mind");
    expect(server.requests).toBe(0);
  });

  it("names the package to install, and tries again the next time", async () => {
    vi.doMock("@aws-sdk/client-bedrock", () => {
      throw new Error("ERR_MODULE_NOT_FOUND");
    });
    onTestFinished(() => vi.doUnmock("@aws-sdk/client-bedrock"));
    const { url } = await byteServer(json(models("m")), json({}));
    const provider = bedrock({ ...SETTINGS, baseUrl: url });

    await expect(provider.listModels?.(attempt())).rejects.toThrow(
      'the package "@aws-sdk/client-bedrock" cannot be loaded: npm install @aws-sdk/client-bedrock',
    );
    vi.doUnmock("@aws-sdk/client-bedrock");
    expect(await provider.listModels?.(attempt())).toEqual(["m"]);
  });
});

describe("controlPlaneUrl()", () => {
  it.each([
    ["https://bedrock-runtime.eu-central-1.amazonaws.com", "bedrock.eu-central-1.amazonaws.com"],
    [
      "https://bedrock-runtime-fips.us-gov-west-1.amazonaws.com",
      "bedrock-fips.us-gov-west-1.amazonaws.com",
    ],
    ["https://bedrock-runtime.us-east-1.api.aws", "bedrock.us-east-1.api.aws"],
    ["https://bedrock-runtime.cn-north-1.amazonaws.com.cn", "bedrock.cn-north-1.amazonaws.com.cn"],
    ["https://bedrock-runtime.eusc-de-east-1.amazonaws.eu", "bedrock.eusc-de-east-1.amazonaws.eu"],
  ])("derives the control plane from the runtime at %s", (baseUrl, host) => {
    expect(controlPlaneUrl(baseUrl)).toBe(`https://${host}/`);
  });

  it.each([
    "http://127.0.0.1:8000",
    "https://proxy.example/aws/v1",
    "https://bedrock-runtime.example.com",
    "https://bedrock-runtime.eu-central-1.amazonaws-proxy.example",
  ])("uses %s, which serves both", (baseUrl) => {
    expect(controlPlaneUrl(baseUrl)).toBe(baseUrl);
  });

  it.each([
    undefined,
    "https://vpce-0123456789abcdef0-a1b2c3d4.bedrock-runtime.us-east-1.vpce.amazonaws.com",
  ])("leaves the URL to the region for %s", (baseUrl) => {
    expect(controlPlaneUrl(baseUrl)).toBeUndefined();
  });
});
