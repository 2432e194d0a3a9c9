import { describe, expect, it } from "vitest";

import { tokenTimes } from "../../../src/simulator/truth/truth-log.ts";

describe("tokenTimes()", () => {
  it.each([0, 1, 100])("stores all times if %d tokens were expected", (expected) => {
    const times = tokenTimes(expected);
    for (let index = 0; index < 70; index++) times.add(index, index * 10);

    expect(times.count).toBe(70);
    expect(Array.from({ length: 70 }, (_, place) => times.dueUs(place))).toEqual(
      Array.from({ length: 70 }, (_, place) => place),
    );
    expect(times.sentUs(69)).toBe(690);
  });

  it("returns undefined for tokens that have not come", () => {
    const times = tokenTimes(10);
    times.add(1, 2);

    expect([times.dueUs(1), times.sentUs(-1), times.sentUs(0)]).toEqual([undefined, undefined, 2]);
  });
});
