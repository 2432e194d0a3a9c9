import { describe, expect, it } from "vitest";

import { tokenTimes } from "../../../src/simulator/truth/token-times.ts";

describe("tokenTimes()", () => {
  it.each([0, 1, 100])("keeps all times where %d tokens were expected", (expected) => {
    const times = tokenTimes(expected);
    for (let place = 0; place < 70; place++) times.add(place, place * 10);

    expect(times.count).toBe(70);
    expect(Array.from({ length: 70 }, (_, place) => times.dueUs(place))).toEqual(
      Array.from({ length: 70 }, (_, place) => place),
    );
    expect(times.sentUs(69)).toBe(690);
  });

  it("knows nothing of tokens that have not come", () => {
    const times = tokenTimes(10);
    times.add(1, 2);

    expect([times.dueUs(1), times.sentUs(-1), times.sentUs(0)]).toEqual([undefined, undefined, 2]);
  });
});
