import fc from "fast-check";

import type { RequestRecord, Run } from "../../src/bench/index.ts";
import type { Random } from "../../src/stats/index.ts";
import { FAILED, fixtureRun, type FixtureOptions } from "./fixture-run.ts";

/** Runs of 0 to 30 pairs, in which any share of requests fails, is empty or lacks a figure. */
export function randomRuns(options: Pick<FixtureOptions, "plan"> = {}): fc.Arbitrary<Run> {
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  return fc
    .record({
      seed: fc.integer(),
      pairs: fc.integer({ min: 0, max: 30 }),
      failed: share,
      withoutFigure: share,
    })
    .map(({ failed, withoutFigure, ...size }) =>
      fixtureRun({
        ...options,
        ...size,
        noise: 0.01,
        change: (record, random) => spoilt(record, random, [failed, withoutFigure]),
      }),
    );
}

/** A failure, an empty answer, an answer without a figure, or the record as it was. */
function spoilt(
  record: RequestRecord,
  random: Random,
  [failed, withoutFigure]: readonly [number, number],
): RequestRecord {
  if (random() < failed) {
    return random() < 0.5
      ? { ...record, lengthChars: 0, metrics: {} }
      : { ...record, end: FAILED, metrics: {} };
  }
  return random() < withoutFigure ? { ...record, metrics: {} } : record;
}
