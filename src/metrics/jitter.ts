import { medianOf, quantileOf } from "../stats/index.ts";
import { gapsMs, partGapsMs } from "./gaps.ts";
import { metricFamily } from "./metric.ts";

/** Makes the median absolute deviation of a normal distribution its standard deviation. */
export const NORMAL_CONSISTENCY = 1.4826;

/**
 * The standard deviation of gaps, in their unit; `undefined` for fewer than 2.
 */
export function jitterSd(gaps: readonly number[]): number | undefined {
  if (gaps.length < 2) return undefined;
  // Written out, because simple-statistics would add 0.9 kB to the notebook's bundle.
  const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
  const squares = gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0);
  return Math.sqrt(squares / (gaps.length - 1));
}

/**
 * The median absolute deviation of gaps, scaled to a standard deviation: unmoved by a few stalls.
 * `undefined` for fewer than 2.
 */
export function jitterMad(gaps: readonly number[]): number | undefined {
  const median = medianOf(gaps);
  if (median === undefined || gaps.length < 2) return undefined;
  const spread = medianOf(gaps.map((gap) => Math.abs(gap - median)));
  return spread === undefined ? undefined : NORMAL_CONSISTENCY * spread;
}

/**
 * The running jitter of RTP: J += (|D| − J) / 16 from J = 0, where D is how much longer the gap between two
 * arrivals was than the gap between their sends. In the gaps' unit.
 *
 * @param gaps Between arrivals; `undefined` for none.
 * @param sentGaps Between the same sends. If unknown, each is assumed to be the median of
 * `gaps`, which is meaningless for a single gap: then `undefined` for fewer than 2.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc3550#section-6.4.1}
 */
export function jitterRfc3550(
  gaps: readonly number[],
  sentGaps?: readonly number[],
): number | undefined {
  const nominal = medianOf(gaps);
  if (nominal === undefined || (sentGaps === undefined && gaps.length < 2)) return undefined;
  return gaps.reduce((jitter, gap, index) => {
    const difference = gap - (sentGaps?.[index] ?? nominal);
    return jitter + (Math.abs(difference) - jitter) / 16;
  }, 0);
}

/** How uneven the gaps are. A few stalls hardly change `jitter_mad`. */
export const jitterMetrics = /* #__PURE__ */ metricFamily(
  { unit: "ms", defaultMargin: { kind: "ratio", share: 0.1, atLeast: 1 } },
  {
    jitter_sd: {
      label: "Jitter (standard deviation)",
      definition: "sd of gaps",
      measure: (timing) => jitterSd(gapsMs(timing)),
    },
    /** Can be compared between fast and slow streams. */
    jitter_cv: {
      label: "Jitter (coefficient of variation)",
      unit: "ratio",
      defaultMargin: { kind: "ratio", share: 0.1, atLeast: 0 },
      definition: "sd of gaps / mean of gaps",
      measure(timing) {
        const gaps = gapsMs(timing);
        const sd = jitterSd(gaps);
        const totalMs = gaps.reduce((sum, gap) => sum + gap, 0);
        return sd === undefined || totalMs === 0 ? undefined : (sd * gaps.length) / totalMs;
      },
    },
    jitter_mad: {
      label: "Jitter (median deviation)",
      definition: "1.4826 · median |gap − median gap|",
      measure: (timing) => jitterMad(gapsMs(timing)),
    },
    /** Unknown for fewer than 2 gaps. */
    spread_99_50: {
      label: "Spread of the gaps (p99 − p50)",
      definition: "99th percentile − median of gaps",
      measure(timing) {
        const gaps = gapsMs(timing);
        const [middle, high] = [medianOf(gaps), quantileOf(gaps, 0.99)];
        return gaps.length < 2 || middle === undefined || high === undefined
          ? undefined
          : high - middle;
      },
    },
    /**
     * What the network and this client add to the sender's spacing. Known only with the sender's timestamps, as from
     * the simulator. Until release 0.2 results had the change from one gap to the next under this name.
     */
    jitter_rfc3550: {
      label: "Jitter (RFC 3550)",
      definition: "J += (|D| − J) / 16, D = gap − gap between the sends by the sender's stamps",
      layers: ["wire"],
      measure(timing) {
        const { sentGapsMs } = timing;
        return sentGapsMs && jitterRfc3550(partGapsMs(timing), sentGapsMs);
      },
    },
    /** As if the sender had sent at an even pace, because its timestamps are unknown: its unevenness is included. */
    jitter_rfc3550_nominal: {
      label: "Jitter (RFC 3550, even sender)",
      definition: "J += (|D| − J) / 16, D = gap − median gap",
      measure: (timing) => jitterRfc3550(gapsMs(timing)),
    },
  },
);
