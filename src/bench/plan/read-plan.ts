import * as v from "valibot";

import { closestName, valueText } from "../../text/index.ts";
import { createBuffer } from "../../buffers/index.ts";
import { readScenario, SimulationError } from "../../simulator/index.ts";
import {
  type Metric,
  metricById,
  metricKey,
  retiredMetrics,
  splitMetricKey,
} from "../../metrics/index.ts";
import { type Arm, type Margin, type Plan, plannedMetrics, startsSimulator } from "./plan.ts";
import { PlanError } from "./plan-error.ts";
import { planSchema } from "./plan-schema.ts";

const SIMULATOR_MODEL = "hosted-fast";

const keysOf = (metrics: readonly Metric[]) =>
  metrics.flatMap(({ id, layers }) => layers.map((layer) => metricKey(id, layer)));

/** Metrics that are no longer measured, but that plans of stored runs may name. */
const RETIRED_METRIC_KEYS = keysOf(retiredMetrics);

/** A plan as it may be written: fields with defaults are optional, and strings are shorthands for objects. */
export type PlanInput = v.InferInput<typeof planSchema>;

/**
 * Reads a plan from a value, such as parsed JSON, and fills in the defaults.
 *
 * A provider, a buffer and the prompts may be strings if they need no options:
 * `"buffer": "word"` is `"buffer": {"strategy": "word"}`. Unknown fields are rejected, so
 * that a misspelt one is not silently ignored.
 *
 * @param source Origin of the value, as in `Cannot read ‹source› as …`.
 * @throws {PlanError} At the first rule that is broken, naming the field, the rule and the value.
 *
 * @example
 * ```ts
 * const plan = readPlan({
 *   name: "is it worth it",
 *   arms: [{ name: "a" }, { name: "b", buffer: "word" }],
 * });
 * plan.pairs; // 20
 * plan.arms[0].buffer; // { "strategy": "immediate", "options": {} }
 * ```
 */
export function readPlan(value: unknown, source = "the plan"): Plan {
  return withSource(source, () => {
    const plan = checkedPlan(value);
    for (const [key, margin] of Object.entries(plan.margins)) requireMargin(key, margin);
    return plan;
  });
}

/**
 * The plan of a stored run: as {@link readPlan}, but its margins may be in the unit of a metric that has since
 * been compared as a share of answers. A report notes them and uses the defaults.
 *
 * @throws {PlanError} As {@link readPlan}.
 */
export function readStoredPlan(value: unknown, source: string): Plan {
  return withSource(source, () => checkedPlan(value));
}

function withSource(source: string, read: () => Plan): Plan {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof BrokenRule)) throw error;
    throw new PlanError(`Cannot read ${source} as ${error.message}`, { cause: error.cause });
  }
}

/** A rule that a plan breaks, as a clause. */
class BrokenRule extends Error {}

function checkedPlan(value: unknown): Plan {
  const parsed = v.safeParse(planSchema, value, { abortEarly: true });
  if (!parsed.success) throw new BrokenRule(describeIssue(parsed.issues[0]));
  const plan = { ...parsed.output, arms: parsed.output.arms.map(completeArm) };

  requireDistinctNames(plan.arms);
  for (const [index, arm] of plan.arms.entries()) {
    requireUsable(`arms[${index}].buffer`, () => createBuffer(arm.buffer));
    if (!startsSimulator(arm.provider)) continue;
    requireUsable(`arms[${index}].model`, () => readScenario(arm.model));
  }
  const known = keysOf(plannedMetrics(plan));
  for (const [index, key] of plan.primary.entries()) requireMetric(key, `primary[${index}]`, known);
  for (const key of Object.keys(plan.margins)) requireMetric(key, "margins", known);
  if (plan.mode === "replay") requireOneSource(plan.arms);
  return plan;
}

function completeArm(arm: v.InferOutput<typeof planSchema>["arms"][number], index: number): Arm {
  const model = arm.model ?? (startsSimulator(arm.provider) ? SIMULATOR_MODEL : undefined);
  if (model !== undefined) return { ...arm, model };
  throw new BrokenRule(`arms[${index}].model is required for the provider "${arm.provider.kind}"`);
}

function requireDistinctNames(arms: readonly Arm[]): void {
  const names = arms.map((arm) => arm.name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice === undefined) return;
  throw new BrokenRule(`arms must have different names: both are "${twice}"`);
}

function requireUsable(field: string, use: () => unknown): void {
  try {
    use();
  } catch (error) {
    if (!(error instanceof RangeError || error instanceof SimulationError)) throw error;
    throw new BrokenRule(`${field} cannot be used: ${error.message}`, { cause: error });
  }
}

function requireMetric(key: string, field: string, known: readonly string[]): void {
  if (known.includes(key) || RETIRED_METRIC_KEYS.includes(key)) return;
  const closest = closestName(key, known);
  const hint =
    closest === undefined ? `metrics are ${known.join(", ")}` : `did you mean "${closest}"?`;
  throw new BrokenRule(
    `${field} must be a metric and its layer: current value is "${key}"; ${hint}`,
  );
}

function requireMargin(key: string, margin: Margin): void {
  const isShare = metricById(splitMetricKey(key).id)?.compareAs === "share";
  if (margin.kind === "ratio" || !isShare || margin.by < 1) return;
  throw new BrokenRule(
    `margins.${key}.by must be below 1, because this metric is compared by the share of answers with a value above 0: current value is ${margin.by}`,
  );
}

function requireOneSource(arms: readonly Arm[]): void {
  const sources = arms.map(({ provider, model, maxOutputTokens, temperature }) =>
    JSON.stringify([provider, model, maxOutputTokens, temperature]),
  );
  if (new Set(sources).size === 1) return;
  throw new BrokenRule(
    "arms must differ in their buffers only in mode replay, because both replay one recording: make provider, model, maxOutputTokens and temperature the same",
  );
}

function describeIssue(issue: v.BaseIssue<unknown>): string {
  const path = pathOf(issue);
  if (issue.expected === "never") {
    return `"${path}" is not one of its fields: ${issue.message}`;
  }
  const subject = path === "" ? "it" : path;
  if (issue.input === undefined) {
    return `${subject} must be ${issue.message}: it is missing`;
  }
  return `${subject} must be ${issue.message}: current value is ${valueText(issue.input)}`;
}

function pathOf({ path }: v.BaseIssue<unknown>): string {
  const items: readonly v.IssuePathItem[] = path ?? [];
  return items
    .map(({ key }, index) => {
      if (typeof key === "number") return `[${key}]`;
      return index === 0 ? String(key) : `.${String(key)}`;
    })
    .join("");
}
