import { mkdtemp, readdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

import { readRun } from "../../src/bench/index.ts";
import { byteServer, chatFrames, sends } from "../support/servers/byte-server.ts";
import { forwardProxy } from "../support/servers/forward-proxy.ts";
import { type CliResult, runCli } from "../support/run-cli.ts";

const PATIENCE_MS = 30_000;
const KEY = { OPENAI_API_KEY: "sk-1234567890" };

const providerAt = (baseUrl: string) => [
  "--provider",
  "openai-chat",
  "--model",
  "m",
  "--base-url",
  baseUrl,
];

function stream(baseUrl: string, env: Record<string, string>): Promise<CliResult> {
  return runCli(["stream", "Hi", "--attempts", "1", ...providerAt(baseUrl)], { ...KEY, ...env });
}

async function bench(baseUrl: string, env: Record<string, string>) {
  const root = await mkdtemp(join(tmpdir(), "millrace-proxies-"));
  const args = ["bench", "--pairs", "2", "--no-report", "--out", root, ...providerAt(baseUrl)];
  const result = await runCli(args, { ...KEY, ...env });
  const [run = ""] = await readdir(root);
  return { ...result, run: await readRun(join(root, run)) };
}

/** A proxy with a password, and what its environment is. */
async function proxied() {
  const proxy = await forwardProxy((await byteServer(sends(...chatFrames("Hello")))).url);
  const url = proxy.url.replace("http://", "http://me:s3cret@");
  return { proxy, env: { HTTP_PROXY: url, HTTPS_PROXY: url } };
}

describe("a proxy in the environment", { timeout: PATIENCE_MS }, () => {
  it("is used by millrace stream", async () => {
    const { proxy, env } = await proxied();
    const { status, out } = await stream("http://llm.invalid/v1", env);

    expect([status, out]).toEqual([0, "Hello\n"]);
    expect(proxy.requested).toEqual(["CONNECT llm.invalid:80"]);
  });

  it("is used by millrace bench, which stores and prints it without its password", async () => {
    const { proxy, env } = await proxied();
    const { out, err, run } = await bench("http://llm.invalid/v1", env);

    expect(new Set(run.requests.map(({ end }) => end.kind))).toEqual(new Set(["stop"]));
    expect(new Set(proxy.requested)).toEqual(
      new Set(["POST http://llm.invalid/v1/chat/completions"]),
    );
    expect(run.manifest.environment.proxy).toBe(`${proxy.url} for http and https`);
    expect(err).toContain(`Proxy: ${proxy.url} for http and https`);
    expect(out + err + JSON.stringify(run)).not.toContain("s3cret");
  });

  it("tunnels https with both commands", async () => {
    const { proxy, env } = await proxied();
    await stream("https://llm.invalid/v1", env);
    await bench("https://llm.invalid/v1", env);

    // The server behind the proxy speaks no TLS, so no more than the tunnel is made.
    expect(new Set(proxy.requested)).toEqual(new Set(["CONNECT llm.invalid:443"]));
  });

  it("is not used for this machine, nor for what NO_PROXY names", async () => {
    const { proxy, env } = await proxied();
    const { url } = await byteServer(sends(...chatFrames("direct")));
    const near = await stream(url, env);
    const { run } = await bench(url, env);
    const named = await stream("http://llm.invalid/v1", { ...env, NO_PROXY: "llm.invalid" });

    expect([near.out, near.status, named.status]).toEqual(["direct\n", 0, 1]);
    expect(new Set(run.requests.map(({ end }) => end.kind))).toEqual(new Set(["stop"]));
    expect(proxy.requested).toEqual([]);
  });

  it("is refused in one line if it is not a URL of http", async () => {
    const { status, err } = await stream("http://llm.invalid/v1", { HTTP_PROXY: "proxy:3128" });

    expect(status).toBe(2);
    expect(err).toContain(
      'Cannot use the proxy as HTTP_PROXY must be an http or https URL: current value is "proxy:3128"',
    );
  });
});
