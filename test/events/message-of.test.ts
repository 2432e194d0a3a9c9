import { describe, expect, it } from "vitest";

import { asError, messageOf, rootCauseOf } from "../../src/events/index.ts";

describe("messageOf()", () => {
  it.each([
    ["an error's message", new TypeError("no"), "no"],
    ["a thrown string", "no", "no"],
    ["undefined", undefined, "undefined"],
  ])("returns %s", (_what, thrown, message) => {
    expect(messageOf(thrown)).toBe(message);
  });
});

describe("rootCauseOf()", () => {
  it("follows causes as long as they are errors", () => {
    const root = new Error("ECONNRESET", { cause: "a string" });
    const wrapped = new Error("terminated", { cause: new Error("fetch failed", { cause: root }) });

    expect(rootCauseOf(wrapped)).toBe(root);
  });

  it("returns what is not an error as it is", () => {
    expect(rootCauseOf("no")).toBe("no");
  });
});

describe("asError()", () => {
  it("keeps an error, and wraps anything else", () => {
    const error = new RangeError("no");

    expect(asError(error)).toBe(error);
    expect(asError("no")).toEqual(new Error("no"));
  });
});
