import { describe, expect, it } from "vitest";

import { StreamError } from "../../../src/events/index.ts";
import { errorWithoutSecrets, eventRedactor } from "../../../src/providers/decode/secrets.ts";

const KEY = "sk/secret+1234567890";

describe("eventRedactor()", () => {
  it("shortens an unknown finish reason", () => {
    const raw = "long".repeat(1_000);
    const [end] = eventRedactor([KEY])([{ type: "stream-end", reason: { kind: "other", raw } }]);

    expect(end).toEqual({ type: "stream-end", reason: { kind: "other", raw: raw.slice(0, 500) } });
  });
});

describe("errorWithoutSecrets()", () => {
  it("replaces a key in the failure, in any spelling", () => {
    const error = new StreamError({
      code: "unexpected",
      detail: "bad key sk%2fsecret%2B1234567890",
    });

    expect(errorWithoutSecrets(error, [` ${KEY}\n`])).toMatchObject({ message: "bad key [key]" });
  });

  it("returns the same error for placeholders, which occur in any text", () => {
    const error = new StreamError({ code: "unexpected", detail: "none of the models" });

    expect(errorWithoutSecrets(error, ["none"])).toBe(error);
  });
});
