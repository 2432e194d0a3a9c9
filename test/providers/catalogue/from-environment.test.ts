import { describe, expect, it } from "vitest";

import { systemClock } from "../../../src/clock/index.ts";
import { NoProviderError, providerFromEnvironment } from "../../../src/providers/index.ts";

const ALL = {
  OPENAI_API_KEY: "k",
  ANTHROPIC_API_KEY: "k",
  AWS_PROFILE: "work",
  MILLRACE_SIMULATOR_URL: "http://127.0.0.1:1/v1",
};

describe("providerFromEnvironment()", () => {
  it("prefers a real provider to the simulator", () => {
    const { model } = providerFromEnvironment({ ...ALL, OPENAI_MODEL: "mine" });

    expect(model).toBe("mine");
  });

  it.each([
    [ALL, "openai-chat", "gpt-4o-mini"],
    [{ ...ALL, OPENAI_API_KEY: " " }, "anthropic-messages", "claude-haiku-4-5"],
    [{ GOOGLE_API_KEY: "k", GEMINI_MODEL: "mine" }, "gemini", "mine"],
    [
      {
        AZURE_OPENAI_API_KEY: "k",
        AZURE_OPENAI_ENDPOINT: "https://r.openai.azure.com",
        AZURE_OPENAI_DEPLOYMENT: "d",
      },
      "openai-compatible-azure",
      "d",
    ],
    [{ OLLAMA_HOST: "0.0.0.0", OLLAMA_MODEL: "llama3.2" }, "ollama-chat", "llama3.2"],
    [{ AWS_REGION: "eu-central-1", AWS_PROFILE: "p", BEDROCK_MODEL: "nova" }, "bedrock", "nova"],
  ])("selects the first configured provider: %j", (environment, id, model) => {
    const chosen = providerFromEnvironment(environment);

    expect({ id: chosen.provider.id, model: chosen.model }).toEqual({ id, model });
  });

  it("sends nothing to AWS because there are credentials for something else", () => {
    const { model } = providerFromEnvironment({
      ...ALL,
      OPENAI_API_KEY: "",
      ANTHROPIC_API_KEY: "",
    });

    expect(model).toBe("hosted-fast");
  });

  it("selects the named provider and model", () => {
    const wish = { provider: "anthropic-messages", model: "claude-x" };
    const { provider, model } = providerFromEnvironment(ALL, wish);

    expect({ id: provider.id, model }).toEqual({ id: "anthropic-messages", model: "claude-x" });
  });

  it("sends no key to a server for which only a base URL is given", async () => {
    let sent: Headers | undefined;
    const { provider } = providerFromEnvironment(ALL, {
      baseUrl: "http://127.0.0.1:9/v1",
      model: "m",
      fetch: async (_url, init) => {
        sent = new Headers(init?.headers);
        return Response.json({ data: [] });
      },
    });
    await provider.listModels?.(anAttempt());

    expect(provider.id).toBe("openai-compatible-generic");
    expect(sent?.get("authorization")).toBeNull();
  });

  it("throws a NoProviderError that names what to set if nothing is configured", () => {
    const choosing = () => providerFromEnvironment({ OPENAI_API_KEY: "" });

    expect(choosing).toThrow(NoProviderError);
    expect(choosing).toThrow(
      /^Cannot choose a provider as none of OPENAI_API_KEY, ANTHROPIC_API_KEY, .* is set: set a key/u,
    );
  });

  it.each([
    [
      "antropic-messages",
      'current value is "antropic-messages", did you mean "anthropic-messages"?',
    ],
    ["antropic", 'current value is "antropic", did you mean "anthropic"?'],
    ["anthropic-messages", "Cannot call anthropic without an API key: set ANTHROPIC_API_KEY"],
    ["gemini", "without an API key: set GEMINI_API_KEY or GOOGLE_API_KEY"],
    ["openai-compatible", "without a base URL: set OPENAI_COMPATIBLE_BASE_URL"],
    ["simulator", "without a base URL: set MILLRACE_SIMULATOR_URL"],
    ["ollama-chat", "Cannot call ollama without a model: set OLLAMA_MODEL, or name one"],
  ])("throws for %s if something is missing", (provider, message) => {
    const refused = () => providerFromEnvironment({}, { provider });

    expect(refused).toThrow(TypeError);
    expect(refused).toThrow(message);
  });

  it("refuses to decode by an SDK that there is not", () => {
    const environment = { GEMINI_API_KEY: "k" };

    expect(() =>
      providerFromEnvironment(environment, { provider: "gemini", decode: "sdk" }),
    ).toThrow('decode must be one of own: current value is "sdk"');
  });

  it("names a base URL that is none, and not the key", () => {
    expect(() =>
      providerFromEnvironment({ OPENAI_API_KEY: "sk-secret", OPENAI_BASE_URL: "api.example" }),
    ).toThrow(/^(?!.*sk-secret).*current value is "api.example"$/u);
  });
});

const anAttempt = () => ({
  number: 1,
  clock: systemClock(),
  signal: new AbortController().signal,
  onStage: () => undefined,
});
