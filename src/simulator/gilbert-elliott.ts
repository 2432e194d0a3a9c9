import type { Random } from "../stats/index.ts";

/** A network that is good or bad, and changes at random; chances are per packet, in [0, 1]. */
export interface GilbertElliottOptions {
  readonly toBad: number;
  readonly toGood: number;
  /** @defaultValue `0` */
  readonly lossGood?: number;
  /** @defaultValue `1` */
  readonly lossBad?: number;
}

/**
 * Loss in bursts, as networks have it. In the long run `toBad / (toBad + toGood)` of the packets meet the bad
 * state.
 *
 * @see E. N. Gilbert, "Capacity of a Burst-Noise Channel", Bell System Technical Journal 39, 1960;
 * E. O. Elliott, "Estimates of Error Rates for Codes on Burst-Noise Channels", ibid. 42, 1963.
 */
export function gilbertElliott(
  { toBad, toGood, lossGood = 0, lossBad = 1 }: GilbertElliottOptions,
  random: Random,
): { isLost(): boolean } {
  let isBad = false;
  return {
    isLost() {
      isBad = random() < (isBad ? 1 - toGood : toBad);
      return random() < (isBad ? lossBad : lossGood);
    },
  };
}
