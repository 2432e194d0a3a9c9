import { describe, expect, it } from "vitest";

import { readEndReason } from "../../src/protocols/read-stream-event.ts";

describe("readEndReason()", () => {
  it.each([
    { kind: "stop", raw: undefined },
    { kind: "length", raw: "max_tokens" },
    { kind: "other", raw: "some_new_reason" },
  ])("reads $kind", (end) => {
    expect(readEndReason(JSON.parse(JSON.stringify(end)))).toEqual(end);
  });

  it("reads no unknown reason without the provider's word for it", () => {
    expect(readEndReason({ kind: "other" })).toBeUndefined();
  });
});
