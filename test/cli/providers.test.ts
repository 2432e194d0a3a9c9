import { describe, expect, it } from "vitest";

import { providers } from "../../src/cli/commands/providers.ts";
import { byteServer } from "../support/servers/byte-server.ts";
import { runCommand } from "../support/run-command.ts";

const KEY = "sk-secret-1234567890";

const modelList = (...ids: readonly string[]) =>
  byteServer((_request, response) => {
    response.writeHead(200, { "content-type": "application/json" });
    response.end(JSON.stringify({ data: ids.map((id) => ({ id })) }));
  });

describe("millrace providers", () => {
  it("shows the variable that sets a provider up and its URL, not its key", async () => {
    const env = {
      OPENAI_API_KEY: KEY,
      OPENAI_BASE_URL: "https://proxy.example/v1",
      OLLAMA_HOST: "127.0.0.1",
    };
    const { status, out } = await runCommand(providers, [], { env });

    expect(status).toBe(0);
    expect(out).toMatch(/\* openai +OPENAI_API_KEY +gpt-4o-mini +https:\/\/proxy\.example\/v1 /u);
    expect(out).toMatch(/ollama +OLLAMA_HOST +\(no default model\) +http:\/\/127\.0\.0\.1:11434 /u);
    expect(out).toMatch(/anthropic +set ANTHROPIC_API_KEY/u);
    expect(out).not.toContain("secret");
  });

  it("shows no key that stands in an address, and does not choose it", async () => {
    const env = {
      OPENAI_API_KEY: KEY,
      OPENAI_BASE_URL: `https://me:hunter2hunter2@proxy.example/v1?key=hunter2hunter2`,
    };
    const { out } = await runCommand(providers, [], { env });

    expect(out).toMatch(/^ {2}openai .* https:\/\/proxy\.example\/v1 /mu);
    expect(out).not.toContain("hunter2");
  });

  it("does not take a key for a server whose address is not known", async () => {
    const env = { OPENAI_COMPATIBLE_API_KEY: KEY, OPENAI_COMPATIBLE_MODEL: "m" };
    const { out } = await runCommand(providers, [], { env });

    expect(out).toMatch(/^ {2}openai-compatible +set OPENAI_COMPATIBLE_BASE_URL/mu);
  });

  it("explains how to set up a provider", async () => {
    const { out } = await runCommand(providers, []);

    expect(out).toContain("--provider simulator starts a simulated one");
    expect(out).toMatch(/azure +set AZURE_OPENAI_API_KEY and AZURE_OPENAI_ENDPOINT/u);
    expect(out).toMatch(/vllm +needs no key +http:\/\/127\.0\.0\.1:8000\/v1/u);
  });

  it("prints one JSON object, without keys", async () => {
    const env = { ANTHROPIC_API_KEY: KEY };
    const { out } = await runCommand(providers, ["--json"], { env });
    const told = JSON.parse(out);

    expect(told.chosen).toBe("anthropic-messages");
    expect(told.providers).toContainEqual(
      expect.objectContaining({
        id: "anthropic-messages",
        name: "anthropic",
        isConfigured: true,
        setBy: "ANTHROPIC_API_KEY",
        baseUrl: "https://api.anthropic.com",
        capabilities: expect.objectContaining({ images: true, seed: false }),
      }),
    );
    expect(out).not.toContain(KEY);
  });

  it("lists the models of each that is set up, or why there are none", async () => {
    const { url } = await modelList("m-1", "m-2\u001b[31m");
    const silent = await byteServer(() => undefined);
    const refusing = await byteServer((_request, response) => {
      response.writeHead(401, { "content-type": "application/json" });
      response.end(JSON.stringify({ error: { message: `wrong key ${KEY}\nsecond line` } }));
    });
    const env = {
      OPENAI_COMPATIBLE_BASE_URL: url,
      VLLM_BASE_URL: silent.url,
      MISTRAL_API_KEY: KEY,
      MISTRAL_BASE_URL: refusing.url,
    };
    const { status, out } = await runCommand(providers, ["--models", "--timeout", "300ms"], {
      env,
    });

    expect(status).toBe(0);
    expect(out).toContain("openai-compatible: 2 models\n  m-1\n  m-2␛[31m\n");
    expect(out).toContain("vllm:\n  No answer within 300 ms\n");
    expect(out).toContain("mistral:\n  The provider answered 401: wrong key [key]\n");
    expect(out).not.toContain(KEY);
  });

  it("puts the models into the JSON object", async () => {
    const { url } = await modelList("m-1");
    const env = { OPENAI_COMPATIBLE_BASE_URL: url };
    const { out } = await runCommand(providers, ["--models", "--json"], { env });

    expect(JSON.parse(out).providers).toContainEqual(
      expect.objectContaining({ id: "openai-compatible", models: ["m-1"] }),
    );
  });

  it.each([
    [["all"], 'this command takes no arguments: current value is "all"'],
    [["--timeout", "5"], 'it must be a duration such as 500ms, 20s or 2m: current value is "5"'],
  ])("refuses %j in one line", async (args, message) => {
    const { status, out, err } = await runCommand(providers, args);

    expect({ status, out }).toEqual({ status: 2, out: "" });
    expect(err).toContain(message);
  });
});
