import { plainText } from "../text/index.ts";
import type { Arm, Plan, RequestRecord, Run, StoredRun, Validity } from "../bench/index.ts";

/** Limit for a path or for the finding of a check. */
const LONGEST_TEXT_CHARS = 1000;

/** Limit for a provider's error type, which must fit in a table. */
const LONGEST_ERROR_CHARS = 40;

/**
 * Returns the run with {@link plainText} applied to every string that a report can print. Names from files and
 * providers then cannot move the cursor, spoof output or leak a key. Arm names stay distinct.
 *
 * Cost: O(requests × metrics), once per run.
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

/** Safe names by original name; a number is appended if two would be the same. */
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

/** Reports print no other text of a failure than the provider's error type. */
function printableEnd(end: RequestRecord["end"]): RequestRecord["end"] {
  if (end.kind === "other") return { ...end, raw: plainText(end.raw) };
  if (end.kind !== "failed" || end.failure.code !== "provider-error") return end;
  const { type } = end.failure;
  return {
    ...end,
    failure: { ...end.failure, type: type && plainText(type, LONGEST_ERROR_CHARS) },
  };
}

/** @param names Cache of safe names, as every request has the same keys. */
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
