import type { Plan } from "./plan.ts";
import { changePlan, type PlanChanges } from "./change-plan.ts";
import type { PlanInput } from "./read-plan.ts";

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
