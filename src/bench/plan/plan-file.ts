import { dirname, resolve } from "node:path";
import { parseDocument, type YAMLError } from "yaml";

import { jsonFaultIndex } from "../../wire/index.ts";
import type { Plan } from "./plan.ts";
import { PlanError } from "./plan-error.ts";
import { changePlan, type PlanChanges } from "./change-plan.ts";
import { readTextFile } from "./text-file.ts";

/**
 * Reads a plan from a file in UTF-8: YAML if its name ends with `.yaml` or `.yml`, otherwise JSON. A path in it is
 * relative to the file.
 *
 * @param changes The command line's options, applied before the plan is checked.
 * @throws {PlanError} When the file cannot be read or parsed, or its plan breaks a rule. The message names
 * the file.
 *
 * @example
 * ```ts
 * const error = await readPlanFile("no-such.json").catch((reason) => reason);
 * error.message; // "Cannot read \"no-such.json\" as there is no such file or folder"
 * ```
 */
export async function readPlanFile(path: string, changes: PlanChanges = {}): Promise<Plan> {
  const isChanged = Object.values(changes).some((value) => value !== undefined);
  const source = isChanged ? `"${path}" with the options` : `"${path}"`;
  const plan = changePlan(parse(await readTextFile(path), path), changes, source);
  if (plan.prompts.kind !== "jsonl") return plan;
  return {
    ...plan,
    prompts: { kind: "jsonl", path: resolve(dirname(path), plan.prompts.path) },
  };
}

function parse(text: string, path: string): unknown {
  if (text.trim() === "") throw new PlanError(`Cannot read "${path}" as it is empty`);
  return /\.ya?ml$/iu.test(path) ? parsedYaml(text, path) : parsedJson(text, path);
}

function parsedYaml(text: string, path: string): unknown {
  const document = parseDocument(text, { uniqueKeys: true });
  const [fault] = document.errors;
  if (fault === undefined) return document.toJS();
  throw new PlanError(`Cannot read "${path}" as it must be YAML: ${faultOf(fault)}`, {
    cause: fault,
  });
}

/** `Map keys must be unique at line 3, column 1`: the first line of an error, without its excerpt. */
function faultOf({ message }: YAMLError): string {
  const [line = ""] = message.split("\n");
  return line.replace(/:$/u, "");
}

function parsedJson(text: string, path: string): unknown {
  const value = parsed(text, path);
  requireUniqueNames(text, path);
  return value;
}

function parsed(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const problem = `it is not at ${positionOf(jsonFaultIndex(text) ?? 0, text)}`;
    throw new PlanError(`Cannot read "${path}" as it must be JSON: ${problem}`, { cause: error });
  }
}

function positionOf(index: number, text: string): string {
  const lines = text.slice(0, index).split("\n");
  return `line ${lines.length}, column ${(lines.at(-1)?.length ?? 0) + 1}`;
}

/** `JSON.parse` silently keeps the last of two equal names; a YAML parser also reads JSON, and rejects them. */
function requireUniqueNames(text: string, path: string): void {
  const { errors } = parseDocument(text, { schema: "json", uniqueKeys: true });
  const position = errors.find(({ code }) => code === "DUPLICATE_KEY")?.linePos?.[0];
  if (position === undefined) return;
  throw new PlanError(
    `Cannot read "${path}" as each name must be given once: line ${position.line}, column ${position.col} repeats one`,
  );
}
