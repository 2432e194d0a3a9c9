import { asText, dig } from "../wire/index.ts";
import { readText } from "./plan-file.ts";
import { PlanError } from "./plan-error.ts";
import type { Prompts } from "./plan.ts";

/** Short questions whose answers differ in length and kind: prose, lists, code, numbers, other scripts. */
const BUILT_IN: readonly string[] = [
  "Explain to a child why the sky is blue.",
  "Write a function that reverses a linked list, and explain each line.",
  "Compare three ways to store user sessions in a web application.",
  "Tell the story of a lighthouse keeper who finds a message in a bottle.",
  "Summarise how vaccines train the immune system.",
  "List ten things to check before a small boat leaves the harbour.",
  "Describe how to bake sourdough bread, step by step, with weights.",
  "Explain the difference between a process and a thread with an example.",
  "Plan three days in Kyoto for somebody who likes gardens; give the names in Japanese too.",
  "Derive the formula for the roots of a quadratic equation.",
  "Write a polite letter that asks a landlord to repair the heating.",
  "Explain how a water mill turns the flow of a stream into work.",
];

/**
 * The prompts that a plan names.
 *
 * @throws {PlanError} When the file cannot be read, or a line of it has no prompt.
 *
 * @example
 * ```ts
 * const prompts = await loadPrompts({ kind: "built-in" });
 * prompts.length > 1; // true
 * ```
 */
export async function loadPrompts(prompts: Prompts): Promise<readonly string[]> {
  if (prompts.kind === "built-in") return BUILT_IN;
  const text = await readText(prompts.path, "the prompts");
  const read = text
    .split("\n")
    .map((line, index) => ({ line, number: index + 1 }))
    .filter(({ line }) => line.trim() !== "")
    .map(({ line, number }) => promptIn(line, number, prompts.path));
  if (read.length === 0)
    throw new PlanError(`Cannot read the prompts "${prompts.path}": it is empty`);
  return read;
}

function promptIn(line: string, number: number, path: string): string {
  const prompt = asText(dig(parsed(line), "prompt"));
  if (prompt !== undefined && prompt !== "") return prompt;
  throw new PlanError(
    `Cannot read the prompts "${path}": line ${number} must be a JSON object with a text "prompt"`,
  );
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
