import { type Random, seededRandom } from "../../stats/index.ts";
import type { Arm, Plan } from "../plan/plan.ts";

/** One request of a run. */
export interface Trial {
  /** `<pair>-<arm>`, or `warm-up-<n>`; unique in the run. */
  readonly id: string;
  readonly arm: Arm;
  /** From 0; for a warm-up request, its own number. */
  readonly pair: number;
  /** Index in the run, from 0. */
  readonly order: number;
  readonly warmUp: boolean;
  /** The index of its prompt; both trials of a pair have the same. */
  readonly prompt: number;
  /** For providers that can repeat an answer; both trials of a pair have the same. */
  readonly seed: number;
}

/** Providers read the seed: it must fit their integers. */
const SEEDS = 2 ** 31;

/**
 * Lists the requests of a run in the order of their starts. Pure: the same plan and
 * the same number of prompts give the same list.
 *
 * Laws, checked by `test/bench/measure/schedule.test.ts`:
 * 1. Warm-up requests come first and take turns over the arms.
 * 2. Every pair has each arm once, next to each other in the order: a pair is a block of time, so that
 *    a drift of the machine or the provider affects both arms equally.
 * 3. A fair coin decides for each pair which arm goes first.
 * 4. Both requests of a pair have the same prompt and the same seed.
 * 5. No prompt is repeated before all have been used once.
 *
 * @param promptCount At least 1.
 * @throws {RangeError} When there are no prompts.
 *
 * @example
 * ```ts
 * const plan = readPlan({ name: "p", arms: [{ name: "a" }, { name: "b" }], pairs: 2, warmUp: 1 });
 * schedule(plan, 3).map((trial) => trial.id).toSorted(); // ["0-a", "0-b", "1-a", "1-b", "warm-up-0"]
 * ```
 */
export function schedule(plan: Plan, promptCount: number): readonly Trial[] {
  if (!(promptCount >= 1)) {
    throw new RangeError(
      `Cannot schedule as there must be a prompt: current value is ${promptCount}`,
    );
  }
  const random = seededRandom(`schedule ${plan.seed}`);
  const prompts = promptOrder(plan.warmUp + plan.pairs, promptCount, random);
  const trials: Omit<Trial, "order">[] = [];

  for (let turn = 0; turn < plan.warmUp; turn++) {
    const arm = plan.arms[turn % plan.arms.length];
    if (arm === undefined) break;
    const seed = Math.floor(random() * SEEDS);
    const prompt = prompts[plan.pairs + turn] ?? 0;
    trials.push({ id: `warm-up-${turn}`, arm, pair: turn, warmUp: true, prompt, seed });
  }
  for (let pair = 0; pair < plan.pairs; pair++) {
    const seed = Math.floor(random() * SEEDS);
    const prompt = prompts[pair] ?? 0;
    for (const arm of shuffled(plan.arms, random)) {
      trials.push({ id: `${pair}-${arm.name}`, arm, pair, warmUp: false, prompt, seed });
    }
  }
  return trials.map((trial, order) => ({ ...trial, order }));
}

function promptOrder(needed: number, promptCount: number, random: Random): number[] {
  const all = Array.from({ length: promptCount }, (_, index) => index);
  const order: number[] = [];
  while (order.length < needed) order.push(...shuffled(all, random));
  return order;
}

/** Fisher and Yates. */
function shuffled<T>(items: readonly T[], random: Random): T[] {
  const rest = [...items];
  const order: T[] = [];
  while (rest.length > 0) order.push(...rest.splice(Math.floor(random() * rest.length), 1));
  return order;
}
