/**
 * Numbers in, numbers out: seeded chance, and the statistics by which runs are judged. Every function
 * is pure.
 */
export { benjaminiHochberg } from "./benjamini-hochberg.ts";
export { bootstrapInterval, type BootstrapOptions } from "./bootstrap.ts";
export { cliffsDelta } from "./cliffs-delta.ts";
export { equivalence, type Equivalence } from "./equivalence.ts";
export { harrellDavis, harrellDavisWeights } from "./harrell-davis.ts";
export { hodgesLehmann, hodgesLehmannInterval } from "./hodges-lehmann.ts";
export { holm } from "./holm.ts";
export { type Interval } from "./interval.ts";
export { mean, standardDeviation } from "./mean.ts";
export { permutationTest, type PermutationTestOptions } from "./permutation-test.ts";
export { quantile } from "./quantile.ts";
export { type Random, seededRandom, systemRandom } from "./random.ts";
export { sampleSize } from "./sample-size.ts";
export { type Pair, shift, type ShiftOptions, type ShiftPoint } from "./shift.ts";
export { signFlipTest } from "./sign-flip-test.ts";
export { sorted, type Sorted } from "./sorted.ts";
export { smallestSampleFor, summary, type Summary } from "./summary.ts";
