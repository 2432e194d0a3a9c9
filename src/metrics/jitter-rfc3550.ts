import { pieceGapsMs } from "./gaps.ts";
import { jitterRfc3550 } from "./jitter-figures.ts";
import type { Metric } from "./metric.ts";

/**
 * The running jitter of RTP at the end of the stream, in milliseconds: what the network and this client add to
 * the sender's own spacing. Known only if the sender's stamps are, as the simulator's.
 *
 * Until release 0.2 results had the change from one gap to the next under this name.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc3550#section-6.4.1}
 */
export const jitterOfRtp: Metric = {
  id: "jitter_rfc3550",
  label: "Jitter (RFC 3550)",
  unit: "ms",
  better: "lower",
  compareAs: "ratio",
  defaultMargin: { kind: "ratio", share: 0.1, atLeast: 1 },
  definition: "J += (|D| − J) / 16, D = gap − gap between the sends by the sender's stamps",
  layers: ["wire"],
  measure(timing) {
    const { sentGapsMs } = timing;
    return sentGapsMs && jitterRfc3550(pieceGapsMs(timing), sentGapsMs);
  },
};
