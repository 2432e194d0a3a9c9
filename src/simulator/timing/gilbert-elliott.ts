import { ABOVE_0_TO_1, FROM_0_TO_1, type Random } from "../../stats/index.ts";
import { requireSettings } from "../settings/require-setting.ts";

/** How a network loses packets. All are chances for each packet, in [0, 1]. */
export interface GilbertElliottOptions {
  /** That it turns bad. */
  readonly toBad: number;
  /** That it turns good again; more than 0, else it would never. Its inverse is the mean length of a bad time. */
  readonly toGood: number;
  /**
   * That a packet is lost while it is good.
   *
   * @defaultValue `0`, as in Gilbert's model.
   */
  readonly lossGood?: number;
  /**
   * That a packet is lost while it is bad.
   *
   * @defaultValue `1`
   */
  readonly lossBad?: number;
}

/** Says for one packet after another whether it is lost. */
export interface PacketLoss {
  isLost(): boolean;
}

/**
 * Loss in bursts, as networks have it: a chain of two states that changes, or does not, before each packet.
 *
 * It is bad for the share `bad = toBad / (toBad + toGood)` of the packets, from the first one on, so in the
 * long run `lossBad × bad + lossGood × (1 − bad)` of them are lost. Two draws for each packet, whether they
 * are used or not.
 *
 * @throws {SimulationError} When a chance is not in [0, 1], or `toGood` is 0.
 *
 * @see E. N. Gilbert, "Capacity of a Burst-Noise Channel", Bell System Technical Journal 39(5), 1960,
 * pages 1253–1265.
 * @see E. O. Elliott, "Estimates of Error Rates for Codes on Burst-Noise Channels", Bell System Technical
 * Journal 42(5), 1963, pages 1977–1997: `lossGood` above 0.
 *
 * @example
 * ```ts
 * const { isLost } = gilbertElliott({ toBad: 0.01, toGood: 0.25 }, seededRandom(1));
 * const packets = Array.from({ length: 100_000 }, isLost);
 * const lossRate = packets.filter(Boolean).length / packets.length;
 * Math.abs(lossRate - 0.01 / 0.26) < 0.01; // true
 * ```
 */
export function gilbertElliott(
  { toBad, toGood, lossGood = 0, lossBad = 1 }: GilbertElliottOptions,
  random: Random,
): PacketLoss {
  requireSettings("lose packets", { toBad, lossGood, lossBad }, FROM_0_TO_1);
  requireSettings("lose packets", { toGood }, ABOVE_0_TO_1);
  let isBad = random() < toBad / (toBad + toGood);

  return {
    isLost() {
      isBad = random() < (isBad ? 1 - toGood : toBad);
      return random() < (isBad ? lossBad : lossGood);
    },
  };
}
