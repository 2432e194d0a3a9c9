import { describe, expect, it } from "vitest";

import { StreamError } from "../../../src/events/index.ts";
import { errorWithoutSecrets, eventRedactor } from "../../../src/providers/decode/secrets.ts";

const KEY = "sk/secret+1234567890";

describe("eventRedactor()", () => {
  it("cleans the start and a failed end, and passes all other events on unchanged", () => {
    const redacted = eventRedactor([KEY]);
    const start = { type: "stream-start", provider: "p", model: KEY, attempt: 1 } as const;
    const delta = { type: "text-delta", block: "text-0", text: KEY } as const;
    const failure = { code: "provider-error", detail: `bad ${KEY}`, type: KEY } as const;
    const reason = { kind: "failed", raw: KEY, failure } as const;
    const reads = [
      [],
      [{ ...start, requestId: KEY }],
      [delta],
      [delta, { type: "stream-end", reason } as const],
    ];

    expect(reads.flatMap(redacted)).toEqual([
      { ...start, model: "[key]", requestId: "[key]" },
      delta,
      delta,
      {
        type: "stream-end",
        reason: {
          kind: "failed",
          raw: "[key]",
          failure: { code: "provider-error", detail: "bad [key]", type: "[key]" },
        },
      },
    ]);
  });

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
