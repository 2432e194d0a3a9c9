import { ABOVE_0_TO_1, FROM_0_TO_1, type Random } from "../../stats/index.ts";
import { requireSettings } from "../settings/require-setting.ts";

/** Packet loss of a network. All are probabilities per packet, in [0, 1]. */
export interface GilbertElliottOptions {
  /** Transition from good to bad. */
  readonly toBad: number;
  /** Transition from bad to good; above 0. Its inverse is the mean number of packets in a bad period. */
  readonly toGood: number;
  /** Loss while the network is good. @defaultValue `0`, as in Gilbert's model. */
  readonly lossGood?: number | undefined;
  /** Loss while the network is bad. @defaultValue `1` */
  readonly lossBad?: number | undefined;
}

/**
 * Loss in bursts, as in real networks: a Markov chain with two states that may change before each packet.
 *
 * The network is bad for the share `bad = toBad / (toBad + toGood)` of packets, including the first, so in the long
 * run `lossBad × bad + lossGood × (1 − bad)` of them are lost. Always draws two random numbers per packet.
 *
 * @throws {SimulationError} When a probability is not in [0, 1], or `toGood` is 0.
 *
 * @see E. N. Gilbert, "Capacity of a Burst-Noise Channel", Bell System Technical Journal 39(5), 1960,
 * pages 1253–1265.
 * @see E. O. Elliott, "Estimates of Error Rates for Codes on Burst-Noise Channels", Bell System Technical
 * Journal 42(5), 1963, pages 1977–1997: `lossGood` above 0.
 */
export function gilbertElliott(
  { toBad, toGood, lossGood = 0, lossBad = 1 }: GilbertElliottOptions,
  random: Random,
): { /** Decides whether the next packet is lost. */ isLost(): boolean } {
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
