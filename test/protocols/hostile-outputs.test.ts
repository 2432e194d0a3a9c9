import { describe, expect, it } from "vitest";

import { hostileOutputs } from "../support/hostile/index.ts";

describe("the hostile outputs", () => {
  it("are at least 300, all of them different", () => {
    const names = hostileOutputs.map(({ name }) => name);
    // Without their indices.
    const contents = hostileOutputs.map(({ text, parts }, index) =>
      JSON.stringify([text, parts]).replaceAll(String(index), ""),
    );

    expect(new Set(names).size).toBe(hostileOutputs.length);
    expect(new Set(contents).size).toBe(hostileOutputs.length);
    expect(hostileOutputs.length).toBeGreaterThanOrEqual(300);
  });
});
