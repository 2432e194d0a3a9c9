import { describe, expect, it, onTestFinished, vi } from "vitest";

import { systemClock } from "../../../src/clock/index.ts";
import { collect } from "../../../src/events/index.ts";
import { startStream } from "../../../src/lifecycle/index.ts";
import { optionalPackage } from "../../../src/providers/http/optional-package.ts";
import { bedrock } from "../../../src/providers/index.ts";
import { seededRandom } from "../../../src/stats/index.ts";
import { REQUEST } from "../../contracts/wire-provider.ts";

const MISSING =
  'Cannot call the provider as the package "@aws-sdk/client-bedrock-runtime" cannot be loaded: npm install @aws-sdk/client-bedrock-runtime';

describe("optionalPackage()", () => {
  it("returns the package's exports", async () => {
    expect(await optionalPackage("a", async () => ({ b: 1 }))).toEqual({ b: 1 });
  });

  it("names the package to install, and keeps the cause", async () => {
    const cause = new Error("ERR_MODULE_NOT_FOUND");

    await expect(optionalPackage("a", () => Promise.reject(cause))).rejects.toMatchObject({
      failure: { code: "unexpected", detail: expect.stringContaining("npm install a") },
      cause,
    });
  });

  it("lets a stream end with that line, and looks again the next time", async () => {
    vi.doMock("@aws-sdk/client-bedrock-runtime", () => {
      throw new Error("ERR_MODULE_NOT_FOUND");
    });
    onTestFinished(() => vi.doUnmock("@aws-sdk/client-bedrock-runtime"));
    const fetch = async () => new Response(undefined, { status: 418 });
    const credentials = { accessKeyId: "a", secretAccessKey: "s" };
    const provider = bedrock({ region: "eu-central-1", credentials, fetch });
    const ask = async () => {
      const outside = { clock: systemClock(), random: seededRandom(1), retry: { attempts: 1 } };
      return (await collect(startStream(provider, REQUEST, outside))).end;
    };

    expect(await ask()).toMatchObject({ failure: { code: "unexpected", detail: MISSING } });
    vi.doUnmock("@aws-sdk/client-bedrock-runtime");
    expect(await ask()).toMatchObject({ failure: { code: "http-status", status: 418 } });
  });
});
