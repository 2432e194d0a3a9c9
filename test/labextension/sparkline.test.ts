import { describe, expect, it } from "vitest";

import { columnHeights } from "../../labextension/src/view/sparkline.ts";

describe("columnHeights()", () => {
  it("scales to the longest gap and leaves out the wait for the first token", () => {
    expect(columnHeights([5_000, 10, 20, 0], 36)).toEqual([18, 36, 1]);
  });

  it("draws the latest 96 gaps", () => {
    const gapsMs = Array.from({ length: 500 }, (_, index) => index);

    expect(columnHeights(gapsMs, 499)).toEqual(gapsMs.slice(-96));
  });
});
