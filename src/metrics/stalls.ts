import { medianOf } from "../stats/index.ts";
import { gapsMs } from "./gaps.ts";
import { metricFamily } from "./metric.ts";

/** Definition of a stall. */
export interface StallOptions {
  /** A stall is longer than this many medians … @defaultValue `5` */
  readonly medians?: number;
  /** … and than this many milliseconds, which a reader notices. @defaultValue `200` */
  readonly leastMs?: number;
}

/** The stalls of a stream. */
export interface Stalls {
  readonly count: number;
  readonly totalMs: number;
  /** 0 when there are none. */
  readonly longestMs: number;
  /** Of all the time between the first and the last part of content; in [0, 1]. */
  readonly share: number;
}

/**
 * The gaps that a reader notices as stalls: those longer than max(5 medians, 200 ms).
 *
 * @param gaps In milliseconds. At least 1; `undefined` for none.
 *
 * @example
 * ```ts
 * stallsIn([20, 20, 20, 440]); // { "count": 1, "totalMs": 440, "longestMs": 440, "share": 0.88 }
 * ```
 */
export function stallsIn(gaps: readonly number[], options: StallOptions = {}): Stalls | undefined {
  const medianMs = medianOf(gaps);
  if (medianMs === undefined) return undefined;
  const threshold = stallThresholdMs(medianMs, options);
  const stalls = gaps.filter((gap) => gap > threshold);
  const allMs = gaps.reduce((sum, gap) => sum + gap, 0);
  const totalMs = stalls.reduce((sum, gap) => sum + gap, 0);
  return {
    count: stalls.length,
    totalMs,
    longestMs: stalls.reduce((longest, gap) => Math.max(longest, gap), 0),
    share: allMs === 0 ? 0 : totalMs / allMs,
  };
}

/** Returns the longest gap that is not a stall, in milliseconds. */
export function stallThresholdMs(
  medianMs: number,
  { medians = 5, leastMs = 200 }: StallOptions = {},
): number {
  return Math.max(medians * medianMs, leastMs);
}

/** The figures of {@link stallsIn}. */
export const stallMetrics = /* #__PURE__ */ metricFamily(
  { unit: "ms", compareAs: "share", defaultMargin: { kind: "difference", by: 0.05 } },
  {
    stall_n: {
      label: "Stalls",
      unit: "count",
      dependsOn: "whole",
      definition: "number of gaps > max(5 · median gap, 200 ms)",
      measure: (timing) => stallsIn(gapsMs(timing))?.count,
    },
    /** Each stall with its whole gap. Until release 0.2 results had this as `stall_s`, in milliseconds too. */
    stall_ms: {
      label: "Stalled time",
      dependsOn: "whole",
      definition: "sum of gaps > max(5 · median gap, 200 ms)",
      measure: (timing) => stallsIn(gapsMs(timing))?.totalMs,
    },
    stall_max: {
      label: "Longest stall",
      definition: "longest gap > max(5 · median gap, 200 ms), else 0",
      measure: (timing) => stallsIn(gapsMs(timing))?.longestMs,
    },
    stall_ratio: {
      label: "Stalled share",
      unit: "ratio",
      definition: "stalled time / (last content − first content)",
      measure: (timing) => stallsIn(gapsMs(timing))?.share,
    },
  },
);
