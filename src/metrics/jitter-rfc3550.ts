import { gapsMs } from "./gaps.ts";
import { jitterRfc3550 } from "./jitter-figures.ts";
import type { Metric } from "./metric.ts";

/**
 * The running jitter of RTP at the end of the stream, in milliseconds.
 *
 * @see RFC 3550, section 6.4.1.
 */
export const jitterOfRtp: Metric = {
  id: "jitter_rfc3550",
  label: "Jitter (RFC 3550)",
  unit: "ms",
  better: "lower",
  compareAs: "ratio",
  defaultMargin: { kind: "ratio", share: 0.1, atLeast: 1 },
  definition: "J += (|D| − J) / 16 over consecutive gaps",
  layers: ["wire", "flush"],
  measure(timing) {
    return jitterRfc3550(gapsMs(timing));
  },
};
