import { describe, expect, it } from "vitest";

import { providerFromEnvironment } from "../../src/providers/index.ts";

describe("providerFromEnvironment()", () => {
  it("prefers a real provider to the embedded one", () => {
    const { model } = providerFromEnvironment({
      OPENAI_API_KEY: "k",
      OPENAI_MODEL: "mine",
      MILLRACE_SIMULATOR_URL: "http://127.0.0.1:1/v1",
    });

    expect(model).toBe("mine");
  });

  it("says what to set when nothing is", () => {
    expect(() => providerFromEnvironment({ OPENAI_API_KEY: "" })).toThrow(
      "Cannot choose a provider as neither OPENAI_API_KEY nor MILLRACE_SIMULATOR_URL is set",
    );
  });

  it("names a base URL that is none, and not the key", () => {
    expect(() =>
      providerFromEnvironment({ OPENAI_API_KEY: "sk-secret", OPENAI_BASE_URL: "api.example" }),
    ).toThrow(/^(?!.*sk-secret).*current value is "api.example"$/u);
  });
});
