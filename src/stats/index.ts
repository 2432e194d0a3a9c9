/**
 * Seeded random numbers, checks of numbers, and the statistics that judge benchmark runs. Every function is pure, and
 * throws a `RangeError` for meaningless input: `NaN`, an empty sample and, mostly, infinity.
 */
export { benjaminiHochberg, holm } from "./adjust-p-values.ts";
export { bootstrapInterval, type BootstrapOptions } from "./bootstrap.ts";
export { brunnerMunzel, type Superiority } from "./brunner-munzel.ts";
export { cliffsDelta } from "./cliffs-delta.ts";
export { equivalence, type Equivalence, FEWEST_FOR_EQUIVALENCE } from "./equivalence.ts";
export { harrellDavis } from "./harrell-davis.ts";
export { fewestPairsFor, hodgesLehmann, hodgesLehmannInterval } from "./hodges-lehmann.ts";
export { type Interval } from "./interval.ts";
export { mean } from "./mean.ts";
export { medianOf, quantile, quantileOf, smallestSampleFor } from "./quantile.ts";
export { type Random, seededRandom, systemRandom } from "./random.ts";
export {
  ABOVE_0_TO_1,
  FROM_0_TO_1,
  integerFrom,
  numberBetween,
  numberFrom,
  numberProblem,
  type NumberRule,
  POSITIVE,
  POSITIVE_OR_INFINITE,
  requireNumbers,
} from "./require-numbers.ts";
export { pairsToResolve, pairsToResolveShares, type ResolveOptions } from "./pairs-to-resolve.ts";
export {
  newcombeInterval,
  type PairedShares,
  pairedNewcombeInterval,
  type Share,
  type ShareEstimate,
} from "./share-interval.ts";
export {
  type Pair,
  type QuantileOptions,
  type ResampledQuantile,
  resampledQuantiles,
  shiftAt,
  type ShiftPoint,
  type ShiftScale,
} from "./resampled-quantiles.ts";
export { type PermutationOptions, signFlipTest } from "./sign-flip-test.ts";
export { signedRankTest } from "./signed-rank-test.ts";
export { sorted, type Sorted } from "./sorted.ts";
