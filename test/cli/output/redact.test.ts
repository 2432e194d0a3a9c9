import { describe, expect, it } from "vitest";

import { redactor } from "../../../src/cli/output/redact.ts";

describe("redactor()", () => {
  it.each(["OPENAI_API_KEY", "GITHUB_TOKEN", "AWS_SECRET_ACCESS_KEY", "AWS_BEARER_TOKEN_BEDROCK"])(
    "puts the name of %s in place of its value",
    (name) => {
      expect(redactor({ [name]: " k3y-of-mine\n" })("a k3y-of-mine b")).toBe(`a [${name}] b`);
    },
  );

  it("leaves what other variables hold", () => {
    expect(redactor({ HOME: "/home/alice" })("/home/alice")).toBe("/home/alice");
  });

  it("leaves a line of JSON one where a placeholder is a word of it", () => {
    const line = '{"isConfigured":true,"reasoning":"none"}';

    expect(redactor({ OPENAI_API_KEY: "none", CSRF_TOKEN: "true" })(line)).toBe(line);
  });
});
