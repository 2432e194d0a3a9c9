import { plainText } from "../text/index.ts";
import type { Arm, Plan, RequestRecord, Run, StoredRun, Validity } from "../bench/index.ts";

/** Longer than any name: a path, or the finding of a check. */
const LONGEST_TEXT_CHARS = 1000;

/** The longest name of an error, which a provider chooses: no table survives a long one. */
const LONGEST_ERROR_CHARS = 40;

/**
 * The run with every string that a report can print made safe by {@link plainText}: names from files and
 * providers cannot move a cursor, forge what is seen or hold a key. Arms keep names that differ.
 *
 * Cost: O(requests × metrics), once per run instead of once per printed name.
 */
export function printableRun(run: Run | StoredRun): Run | StoredRun {
  const { manifest, requests } = run;
  const { plan, environment, definitions, validity } = manifest;
  const armNames = uniqueNames(plan.arms.map(({ name }) => name));
  const keys = new Map<string, string>();
  return {
    ...run,
    manifest: {
      ...manifest,
      id: plainText(manifest.id),
      startedAt: plainText(manifest.startedAt),
      plan: printablePlan(plan, armNames),
      environment: {
        ...environment,
        millrace: plainText(environment.millrace),
        runtime: plainText(environment.runtime),
        platform: plainText(environment.platform),
        cpu: plainText(environment.cpu),
        proxy: environment.proxy && plainText(environment.proxy, LONGEST_TEXT_CHARS),
      },
      definitions: renamed(definitions, (text) => plainText(text)),
      validity: validity && printableValidity(validity, armNames),
    },
    requests: requests.map((request) => ({
      ...request,
      arm: armNames.get(request.arm) ?? plainText(request.arm),
      end: printableEnd(request.end),
      metrics: renamed(request.metrics, (value) => value, keys),
    })),
  };
}

/** Each name with a safe one. Arms whose safe names would be the same are numbered. */
function uniqueNames(names: readonly string[]): ReadonlyMap<string, string> {
  const unique = new Map<string, string>();
  for (const name of names) {
    const plain = plainText(name);
    const isTaken = [...unique.values()].includes(plain);
    unique.set(name, isTaken ? `${plain} (${unique.size + 1})` : plain);
  }
  return unique;
}

function printablePlan(plan: Plan, armNames: ReadonlyMap<string, string>): Plan {
  const { prompts } = plan;
  return {
    ...plan,
    name: plainText(plan.name),
    arms: plan.arms.map((arm) => printableArm(arm, armNames.get(arm.name) ?? arm.name)),
    prompts:
      prompts.kind === "jsonl"
        ? { ...prompts, path: plainText(prompts.path, LONGEST_TEXT_CHARS) }
        : prompts,
    primary: plan.primary.map((key) => plainText(key)),
    margins: renamed(plan.margins, (margin) => margin),
  };
}

function printableArm(arm: Arm, name: string): Arm {
  const { kind, baseUrl } = arm.provider;
  return {
    ...arm,
    name,
    provider: { kind: plainText(kind), baseUrl: baseUrl && plainText(baseUrl) },
    model: plainText(arm.model),
    buffer: {
      strategy: plainText(arm.buffer.strategy),
      options: renamed(arm.buffer.options, (value) => value),
    },
  };
}

function printableValidity(
  { verdict, gates }: Validity,
  armNames: ReadonlyMap<string, string>,
): Validity {
  return {
    verdict,
    gates: gates.map(({ stored, ...gate }) => ({
      ...gate,
      id: plainText(gate.id),
      readings: gate.readings.map(({ arm, ...reading }) => ({
        ...reading,
        arm: arm && (armNames.get(arm) ?? plainText(arm)),
      })),
      stored: stored && {
        label: plainText(stored.label),
        finding: plainText(stored.finding, LONGEST_TEXT_CHARS),
      },
    })),
  };
}

/** Of a failure, only the provider's name for it is printed. */
function printableEnd(end: RequestRecord["end"]): RequestRecord["end"] {
  if (end.kind === "other") return { ...end, raw: plainText(end.raw) };
  if (end.kind !== "failed" || end.failure.code !== "provider-error") return end;
  const { type } = end.failure;
  return {
    ...end,
    failure: { ...end.failure, type: type && plainText(type, LONGEST_ERROR_CHARS) },
  };
}

/** @param names Safe names that are known already: every request has the same keys. */
function renamed<Value>(
  record: Readonly<Record<string, Value>>,
  change: (value: Value) => Value,
  names = new Map<string, string>(),
): Readonly<Record<string, Value>> {
  const entries = Object.entries(record).map(([key, value]): [string, Value] => {
    const name = names.get(key) ?? plainText(key);
    names.set(key, name);
    return [name, change(value)];
  });
  return Object.fromEntries(entries);
}
