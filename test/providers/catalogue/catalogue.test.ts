import { describe, expect, it } from "vitest";

import {
  findProvider,
  providerAccess,
  providerCatalogue,
  providerNamed,
  providerNames,
} from "../../../src/providers/index.ts";
import { bedrockFromEnvironment } from "../../../src/providers/catalogue/catalogue.ts";
import { ollamaUrl } from "../../../src/providers/ollama/ollama.ts";

describe("providerCatalogue", () => {
  it("names every provider once", () => {
    const ids = providerCatalogue.map(({ id }) => id);

    expect(new Set(ids).size).toBe(ids.length);
  });

  it("has a unique name for every provider, which is no other provider's id", () => {
    expect(new Set(providerNames).size).toBe(providerCatalogue.length);
    for (const { id, name } of providerCatalogue) {
      expect([findProvider(id)?.id, findProvider(name)?.id]).toEqual([id, id]);
    }
  });

  it.each([
    ["openai", "openai-chat"],
    ["anthropic", "anthropic-messages"],
    ["gemini", "gemini"],
    ["bedrock", "bedrock"],
    ["ollama", "ollama-chat"],
    ["vllm", "openai-compatible-vllm"],
    ["llama.cpp", "openai-compatible-llama.cpp"],
    ["lm-studio", "openai-compatible-lm-studio"],
    ["mistral", "openai-compatible-mistral"],
    ["deepseek", "openai-compatible-deepseek"],
    ["azure", "openai-compatible-azure"],
    ["simulator", "simulator"],
  ])("selects by the short name %s the provider %s", (name, id) => {
    expect(providerNamed(name).id).toBe(id);
    expect(providerNames).toContain(name);
  });

  it("finds the simulator by the name that older plans use", () => {
    expect(findProvider("embedded")?.id).toBe("simulator");
    expect(providerNames).not.toContain("embedded");
  });

  it.each(providerCatalogue)("creates $id from its variables alone", async (entry) => {
    const { variables } = entry;
    const names = [...variables.key, ...variables.baseUrl];
    const environment = Object.fromEntries(
      names.map((name) => [name, name.includes("KEY") ? "k" : "http://127.0.0.1:9"]),
    );
    const { key, baseUrl, isConfigured } = providerAccess(entry, environment);
    const provider = entry.create({
      environment,
      ...(key === undefined ? {} : { apiKey: key.value }),
      ...(baseUrl === undefined ? {} : { baseUrl: baseUrl.value }),
    });

    expect(isConfigured).toBe(true);
    expect(provider.capabilities).toEqual(entry.capabilities);
    expect(providerAccess(entry, {}).isConfigured).toBe(false);
  });

  it.each(providerCatalogue)("refuses a key in the address of $id, without it", ({ create }) => {
    for (const address of ["http://me:hunter2@127.0.0.1:9", "http://127.0.0.1:9/?key=hunter2"]) {
      const making = () => create({ apiKey: "k", baseUrl: address });

      expect(making).toThrow("baseUrl must be without user, password and query");
      expect(making).not.toThrow("hunter2");
    }
  });

  it("is set up by a variable that is not empty", () => {
    const [openAi] = providerCatalogue;

    expect(openAi && providerAccess(openAi, { OPENAI_API_KEY: " \n" }).isConfigured).toBe(false);
    expect(openAi && providerAccess(openAi, { OPENAI_API_KEY: "k\n" }).key?.value).toBe("k");
  });
});

describe("ollamaUrl()", () => {
  it.each([
    ["127.0.0.1", "http://127.0.0.1:11434"],
    [":8080", "http://127.0.0.1:8080"],
    ["0.0.0.0:11434", "http://127.0.0.1:11434"],
    ["gpu.local", "http://gpu.local:11434"],
    ["gpu.local:80", "http://gpu.local"],
    ["https://ollama.example/api-root/", "https://ollama.example/api-root"],
    ["a host", "a host"],
  ])("converts %j to a URL", (host, url) => {
    expect(ollamaUrl(host)).toBe(url);
  });
});

describe("bedrockFromEnvironment()", () => {
  const access = { AWS_ACCESS_KEY_ID: "id", AWS_SECRET_ACCESS_KEY: "secret" };

  it("reads region, profile and access key like AWS's tools", () => {
    const environment = { ...access, AWS_DEFAULT_REGION: "eu-west-1", AWS_PROFILE: "work" };

    expect(bedrockFromEnvironment({ environment })).toEqual({
      region: "eu-west-1",
      profile: "work",
      credentials: { accessKeyId: "id", secretAccessKey: "secret" },
    });
  });

  it("prefers an API key for Bedrock", () => {
    const settings = bedrockFromEnvironment({ apiKey: "k", environment: access });

    expect(settings).toEqual({ apiKey: "k" });
  });
});
