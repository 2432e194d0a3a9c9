import { describe, expect, it } from "vitest";

import { columnsOf } from "../../../labextension/src/view/pane/sparkline.ts";

describe("columnsOf()", () => {
  it("scales to the longest gap and leaves out the wait for the first token", () => {
    expect(columnsOf([5_000, 10, 20, 0])).toEqual([
      { height: 0.5, isCut: false },
      { height: 1, isCut: false },
      { height: 0, isCut: false },
    ]);
  });

  it("draws the latest 96 gaps", () => {
    expect(columnsOf(Array.from({ length: 500 }, () => 10))).toHaveLength(96);
  });

  it("cuts a single outlier, which would flatten all others", () => {
    const gapsMs = [300, ...Array.from({ length: 40 }, () => 10), 4_000];
    const columns = columnsOf(gapsMs);

    expect(columns.at(-1)).toEqual({ height: 1, isCut: true });
    expect(columns[0]?.height).toBe(0.5);
  });
});
