import * as v from "valibot";

import { definedOnly, dig } from "../../wire/index.ts";
import { type Plan, startsSimulator } from "./plan.ts";
import { PlanError } from "./plan-error.ts";
import { plannedProvider } from "./plan-schema.ts";
import { type PlanInput, readPlan } from "./read-plan.ts";

/** Changes to a plan from the command line. Numbers may be the text that was typed. */
export interface PlanChanges {
  /** The names of two strategies, with their default options: these become the arms. */
  readonly buffers?: readonly string[] | undefined;
  readonly model?: string | undefined;
  readonly provider?: string | undefined;
  /** Implies the provider `openai-compatible`: no key is sent to a server that it was not issued for. */
  readonly baseUrl?: string | undefined;
  readonly mode?: string | undefined;
  readonly pairs?: number | string | undefined;
  readonly concurrency?: number | string | undefined;
  readonly seed?: number | string | undefined;
}

/**
 * Reads a plan with changes, checked as if it had been written so. Model and provider are changed
 * in both arms. With more requests under way, the warm-up grows to as many, so that the first pairs do not start in a
 * burst.
 *
 * @param plan As for {@link readPlan}.
 * @param source As for {@link readPlan}.
 * @throws {PlanError} When the result breaks a rule.
 *
 * @example
 * ```ts
 * const plan = changePlan(defaultPlan(), { buffers: ["word", "smooth"], pairs: "6" });
 * plan.name; // "word against smooth"
 * plan.pairs; // 6
 * ```
 */
export function changePlan(plan: unknown, changes: PlanChanges, source?: string): Plan {
  const changed = readPlan(withChanges(plan, changes), source);
  if (changes.concurrency === undefined || changed.warmUp === 0) return changed;
  return { ...changed, warmUp: Math.max(changed.warmUp, changed.concurrency) };
}

function withChanges(plan: unknown, changes: PlanChanges): unknown {
  if (!isObject(plan)) return plan;
  const { buffers, model, mode, pairs, concurrency, seed } = changes;
  const provider = providerOf(changes);
  const arms = buffers === undefined ? dig(plan, "arms") : armsOf(buffers, dig(plan, "arms", 0));
  return {
    ...plan,
    ...definedOnly({
      mode,
      pairs: count(pairs),
      concurrency: count(concurrency),
      seed: count(seed),
      name: buffers && armNames(buffers).join(" against "),
      arms: Array.isArray(arms) ? arms.map((arm) => changeArm(arm, { model, provider })) : arms,
    }),
  };
}

function changeArm(arm: unknown, { model, provider }: Record<"model" | "provider", unknown>) {
  if (!isObject(arm)) return arm;
  // A profile of the simulator is not a model of any other provider.
  const isProfile = provider !== undefined && isOnSimulator(arm);
  const kept = isProfile ? undefined : dig(arm, "model");
  return { ...arm, ...definedOnly({ provider }), model: model ?? kept };
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isOnSimulator(arm: object): boolean {
  const written = dig(arm, "provider");
  if (written === undefined || written === null) return true;
  const provider = v.safeParse(plannedProvider, written);
  return provider.success && startsSimulator(provider.output);
}

function armsOf(buffers: readonly string[], baseline: unknown = {}): readonly unknown[] {
  if (buffers.length !== 2) {
    throw new PlanError(
      `Cannot compare as there must be two buffers: current value is "${buffers.join(",")}"`,
    );
  }
  const names = armNames(buffers);
  return buffers.map((buffer, index) =>
    isObject(baseline) ? { ...baseline, name: names[index], buffer } : baseline,
  );
}

/** The same buffer twice is a valid question: does the benchmark find a difference that does not exist? */
function armNames(buffers: readonly string[]): readonly (string | undefined)[] {
  const [first, second] = buffers;
  return first === second ? [first, `${second} again`] : buffers;
}

function providerOf({ provider, baseUrl }: PlanChanges) {
  if (baseUrl === undefined) return provider;
  return { kind: provider ?? "openai-compatible", baseUrl };
}

/** Parses a typed number; other text stays as it is, so that the error message shows it. */
function count(typed: number | string | undefined): number | string | undefined {
  const number = Number(typed);
  return typed === undefined || typed === "" || Number.isNaN(number) ? typed : number;
}

/**
 * The plan of `millrace bench` without arguments: is it worth showing text in batches of five
 * chunks, at the latest every 100 ms, instead of at once? Runs on the simulator, in about half a
 * minute.
 *
 * The margin is what a reader would not notice: 5 ms of delay cannot be seen.
 *
 * @example
 * ```ts
 * defaultPlan().arms.map((arm) => arm.name); // ["immediate", "count-or-time"]
 * ```
 */
export function defaultPlan(changes: PlanChanges = {}): Plan {
  return changePlan(DEFAULT_PLAN, changes);
}

const DEFAULT_PLAN: PlanInput = {
  name: "immediate against count-or-time",
  arms: [
    { name: "immediate", model: "hosted-fast", maxOutputTokens: 120, buffer: "immediate" },
    {
      name: "count-or-time",
      model: "hosted-fast",
      maxOutputTokens: 120,
      buffer: { strategy: "count-or-time", options: { chunks: 5, windowMs: 100 } },
    },
  ],
  pairs: 24,
  warmUp: 8,
  concurrency: 4,
  seed: 1,
  primary: ["added_delay@flush", "ttft@flush", "flushes_per_s@flush"],
  margins: { "added_delay@flush": { kind: "difference", by: 5 } },
};
