import { describe, expect, it } from "vitest";

import { redactor } from "../../../src/cli/output/redact.ts";

describe("redactor()", () => {
  it.each(["OPENAI_API_KEY", "GITHUB_TOKEN", "AWS_SECRET_ACCESS_KEY", "AWS_BEARER_TOKEN_BEDROCK"])(
    "puts the name of %s in place of its value",
    (name) => {
      expect(redactor({ [name]: " k3y-of-mine\n" })("a k3y-of-mine b")).toBe(`a [${name}] b`);
    },
  );

  it("finds a key that JSON or a URL has escaped, and leaves JSON valid", () => {
    const clean = redactor({ TOY_API_KEY: 'k3y/of"mine' });

    expect(clean(JSON.stringify({ key: 'a k3y/of"mine' }))).toBe('{"key":"a [TOY_API_KEY]"}');
    expect(clean("?key=k3y%2Fof%22mine")).toBe("?key=[TOY_API_KEY]");
  });

  it("leaves what other variables hold", () => {
    expect(redactor({ HOME: "/home/alice" })("/home/alice")).toBe("/home/alice");
  });

  it("leaves a line of JSON one where a placeholder is a word of it", () => {
    const line = '{"isConfigured":true,"reasoning":"none"}';

    expect(redactor({ OPENAI_API_KEY: "none", CSRF_TOKEN: "true" })(line)).toBe(line);
  });
});
