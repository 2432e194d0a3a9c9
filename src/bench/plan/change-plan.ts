import { definedOnly } from "../../wire/index.ts";
import { EMBEDDED, type Plan } from "./plan.ts";
import { PlanError } from "./plan-error.ts";
import { readPlan } from "./read-plan.ts";

/** What a command line may change of a plan. Numbers may be the text that was typed. */
export interface PlanChanges {
  /** The names of two strategies, with their default options: these become the arms. */
  readonly buffers?: readonly string[];
  readonly model?: string;
  readonly provider?: string;
  /** Implies the provider `openai-compatible`: no key goes to a server that it was not made for. */
  readonly baseUrl?: string;
  readonly mode?: string;
  readonly pairs?: number | string;
  readonly concurrency?: number | string;
  readonly seed?: number | string;
}

/**
 * A plan with some of it changed, checked as if it had been written so. Model and provider are changed
 * in both arms. With more requests under way, a warm-up grows to as many, so that the first pairs do not start in a
 * burst.
 *
 * @throws {PlanError} When the result breaks a rule.
 *
 * @example
 * ```ts
 * const plan = changePlan(defaultPlan(), { buffers: ["word", "smooth"], pairs: "6" });
 * plan.name; // "word against smooth"
 * plan.pairs; // 6
 * ```
 */
export function changePlan(plan: Plan, changes: PlanChanges): Plan {
  const { buffers, model, mode, pairs, concurrency, seed } = changes;
  const provider = providerOf(changes);
  const arms = buffers === undefined ? plan.arms : armsOf(plan, buffers);
  const changed = readPlan({
    ...plan,
    ...definedOnly({
      mode,
      pairs: count(pairs),
      concurrency: count(concurrency),
      seed: count(seed),
    }),
    ...(buffers === undefined ? {} : { name: arms.map(({ name }) => name).join(" against ") }),
    arms: arms.map((arm) => ({
      ...arm,
      // A profile of the simulator's is no model of anybody else's.
      ...(provider !== undefined && arm.provider?.kind === EMBEDDED ? { model: undefined } : {}),
      ...definedOnly({ model, provider }),
    })),
  });
  if (concurrency === undefined || plan.warmUp === 0) return changed;
  return { ...changed, warmUp: Math.max(plan.warmUp, changed.concurrency) };
}

function armsOf({ arms: [baseline] }: Plan, buffers: readonly string[]) {
  if (buffers.length !== 2) {
    throw new PlanError(
      `Cannot compare as there must be two buffers: current value is "${buffers.join(",")}"`,
    );
  }
  // The same one twice is a fair question: does the benchmark find a difference where there is none?
  const [first, second] = buffers;
  const names = first === second ? [first, `${second} again`] : buffers;
  return buffers.map((buffer, index) => ({ ...baseline, name: names[index], buffer }));
}

function providerOf({ provider, baseUrl }: PlanChanges) {
  if (baseUrl === undefined) return provider;
  return { kind: provider ?? "openai-compatible", baseUrl };
}

/** A typed number; what is not one stays as it was typed, so that the complaint can show it. */
function count(typed: number | string | undefined): number | string | undefined {
  const number = Number(typed);
  return typed === undefined || typed === "" || Number.isNaN(number) ? typed : number;
}
