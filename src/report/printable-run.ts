import { plainText } from "../text/index.ts";
import type { RequestRecord, Run, StoredRun } from "../bench/index.ts";

/** Limits of strings that may be longer than a name, or must fit in a table, by field. */
const LONGEST_CHARS = new Map(Object.entries({ path: 1000, proxy: 1000, finding: 1000, type: 40 }));

/**
 * Returns the run with {@link plainText} applied to every string that a report can print. Names from files and
 * providers then cannot move the cursor, spoof output or leak a key. Arm names stay distinct.
 *
 * Cost: O(requests × metrics), once per run.
 */
export function printableRun(run: Run | StoredRun): Run | StoredRun {
  const { arms } = run.manifest.plan;
  const armNames = uniqueNames(arms.map(({ name }) => name));
  const manifest = printable(run.manifest, armNames);
  const named = manifest.plan.arms.map((arm, index) => ({
    ...arm,
    name: armNames.get(arms[index]?.name ?? "") ?? arm.name,
  }));
  // Every request has the same metrics.
  const keys = new Map<string, string>();
  return {
    ...run,
    manifest: { ...manifest, plan: { ...manifest.plan, arms: named } },
    requests: run.requests.map((request) => ({
      ...request,
      arm: armNames.get(request.arm) ?? plainText(request.arm),
      end: printableEnd(request.end),
      metrics: renamed(request.metrics, keys),
    })),
  };
}

type ArmNames = ReadonlyMap<string, string>;

/** Safe names by original name; a number is appended if two would be the same. */
function uniqueNames(names: readonly string[]): ArmNames {
  const unique = new Map<string, string>();
  for (const name of names) {
    const plain = plainText(name);
    const isTaken = [...unique.values()].includes(plain);
    unique.set(name, isTaken ? `${plain} (${unique.size + 1})` : plain);
  }
  return unique;
}

/** Returns a copy with safe strings and keys at every depth. */
function printable<Value extends object>(value: Value, armNames: ArmNames = new Map()): Value {
  const copy = structuredClone(value);
  clean(copy, armNames);
  return copy;
}

function clean(value: object, armNames: ArmNames): void {
  for (const [key, child] of Object.entries(value)) {
    if (typeof child === "object" && child !== null) clean(child, armNames);
    const armName = key === "arm" ? armNames.get(child) : undefined;
    const safe = typeof child === "string" ? plainText(child, LONGEST_CHARS.get(key)) : child;
    const property = Object.getOwnPropertyDescriptor(value, key);
    Reflect.deleteProperty(value, key);
    // An assignment to `__proto__` would not make a property.
    Reflect.defineProperty(value, plainText(key), { ...property, value: armName ?? safe });
  }
}

/** Reports print no other text of a failure than the provider's error type. */
function printableEnd(end: RequestRecord["end"]): RequestRecord["end"] {
  return end.kind === "other" || end.kind === "failed" ? printable(end) : end;
}

function renamed(
  metrics: RequestRecord["metrics"],
  keys: Map<string, string>,
): RequestRecord["metrics"] {
  const entries = Object.entries(metrics).map(([key, value]) => {
    const name = keys.get(key) ?? plainText(key);
    keys.set(key, name);
    return [name, value] as const;
  });
  return Object.fromEntries(entries);
}
