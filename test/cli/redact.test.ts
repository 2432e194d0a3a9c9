import { describe, expect, it } from "vitest";

import { redact } from "../../src/cli/redact.ts";

describe("redact()", () => {
  it.each(["OPENAI_API_KEY", "GITHUB_TOKEN", "AWS_SECRET_ACCESS_KEY", "AWS_BEARER_TOKEN_BEDROCK"])(
    "puts the name of %s in place of its value",
    (name) => {
      expect(redact("a k3y-of-mine b", { [name]: " k3y-of-mine\n" })).toBe(`a [${name}] b`);
    },
  );

  it("leaves what other variables hold", () => {
    expect(redact("/home/somebody", { HOME: "/home/somebody" })).toBe("/home/somebody");
  });

  it("leaves a line of JSON one where a placeholder is a word of it", () => {
    const line = '{"isConfigured":true,"reasoning":"none"}';

    expect(redact(line, { OPENAI_API_KEY: "none", CSRF_TOKEN: "true" })).toBe(line);
  });
});
