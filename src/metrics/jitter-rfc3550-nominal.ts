import { gapsMs } from "./gaps.ts";
import { jitterRfc3550 } from "./jitter-figures.ts";
import type { Metric } from "./metric.ts";

/**
 * The running jitter of RTP at the end of the stream, in milliseconds, as if the sender had sent at an even pace:
 * its stamps are unknown, so the median gap stands for every one of them. A sender's own unevenness is in it.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc3550#section-6.4.1} D there is a difference from the sender's
 * own gap.
 */
export const nominalJitterOfRtp: Metric = {
  id: "jitter_rfc3550_nominal",
  label: "Jitter (RFC 3550, even sender)",
  unit: "ms",
  better: "lower",
  compareAs: "ratio",
  defaultMargin: { kind: "ratio", share: 0.1, atLeast: 1 },
  definition: "J += (|D| − J) / 16, D = gap − median gap",
  layers: ["wire", "flush"],
  measure(timing) {
    return jitterRfc3550(gapsMs(timing));
  },
};
