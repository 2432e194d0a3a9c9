import { readFile, stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";

import { dig } from "../wire/index.ts";
import { jsonFault } from "./json-fault.ts";
import type { Plan } from "./plan.ts";
import { PlanError } from "./plan-error.ts";
import { readPlan } from "./read-plan.ts";

/**
 * Reads a plan from a JSON file. A path in it is relative to the file.
 *
 * @throws {PlanError} When the file cannot be read, is not JSON, or its plan breaks a rule.
 *
 * @example
 * ```ts
 * const error = await readPlanFile("no-such.json").catch((reason) => reason);
 * error.message; // "Cannot read the plan \"no-such.json\": there is no such file"
 * ```
 */
export async function readPlanFile(path: string): Promise<Plan> {
  const plan = readPlan(parseJson(await readText(path), path));
  if (plan.prompts.kind !== "jsonl") return plan;
  return {
    ...plan,
    prompts: { kind: "jsonl", path: resolve(dirname(path), plan.prompts.path) },
  };
}

/** The text of a file that a person named. */
export async function readText(path: string, what = "the plan"): Promise<string> {
  try {
    if ((await stat(path)).isDirectory()) {
      throw new PlanError(`Cannot read ${what} "${path}": it is a folder, not a file`);
    }
    return await readFile(path, "utf8");
  } catch (error) {
    if (error instanceof PlanError) throw error;
    throw new PlanError(`Cannot read ${what} "${path}": ${reasonOf(error)}`, { cause: error });
  }
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new PlanError(`Cannot read the plan "${path}": it is not JSON at ${jsonFault(text)}`, {
      cause: error,
    });
  }
}

function reasonOf(error: unknown): string {
  switch (dig(error, "code")) {
    case "ENOENT":
    case "ENOTDIR":
      return "there is no such file";
    case "EACCES":
    case "EPERM":
      return "it may not be read";
    default:
      return error instanceof Error ? error.message : String(error);
  }
}
