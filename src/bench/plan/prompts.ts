import { asList, asText, dig } from "../../wire/index.ts";
import type { Prompts } from "./plan.ts";
import { PlanError } from "./plan-error.ts";
import { readTextFile } from "./text-file.ts";

/** Short prompts with answers of different lengths and kinds: prose, lists, code, numbers, other scripts. */
const BUILT_IN: readonly string[] = [
  "Explain to a child why the sky is blue.",
  "Write a function that reverses a linked list, and explain each line.",
  "Compare three ways to store user sessions in a web application.",
  "Tell the story of a lighthouse keeper who finds a message in a bottle.",
  "Summarise how vaccines train the immune system.",
  "List ten things to check before a small boat leaves the harbour.",
  "Describe how to bake sourdough bread, step by step, with weights.",
  "Explain the difference between a process and a thread with an example.",
  "Plan three days in Kyoto for someone who likes gardens; give the names in Japanese too.",
  "Derive the formula for the roots of a quadratic equation.",
  "Write a polite letter that asks a landlord to repair the heating.",
  "Explain how a water mill turns the flow of a stream into work.",
];

/**
 * Returns the prompts of a plan. A line of a file is `{"prompt": "…"}`, or `{"messages": […]}` with one user
 * message.
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
  const { path } = prompts;
  const lines = (await readTextFile(path)).split("\n");
  const read = lines.flatMap((line, index) =>
    line.trim() === "" ? [] : promptIn(line, index + 1, path),
  );
  if (read.length === 0) throw new PlanError(`Cannot read "${path}" as it is empty`);
  return read;
}

function promptIn(line: string, number: number, path: string): string {
  const value = parsed(line);
  const prompt = asText(dig(value, "prompt")) ?? onlyUserMessage(value);
  if (prompt !== undefined && prompt !== "") return prompt;
  throw new PlanError(
    `Cannot read "${path}" as each line must be {"prompt": "…"} or {"messages": […]} with one user message: ` +
      `line ${number} is ${shapeOf(value)}`,
  );
}

/** Benchmarks do not send other turns or system prompts yet. */
function onlyUserMessage(value: unknown): string | undefined {
  const messages = asList(dig(value, "messages")) ?? [];
  const isUser = asText(dig(messages, 0, "role")) === "user";
  return messages.length === 1 && isUser ? asText(dig(messages, 0, "content")) : undefined;
}

/** Returns a short description of a line without a prompt. */
function shapeOf(value: unknown): string {
  if (value === undefined) return "not JSON";
  if (Array.isArray(value)) return "a JSON array";
  if (typeof value !== "object" || value === null) return `JSON of type ${typeof value}`;
  const names = Object.keys(value).slice(0, 5);
  return names.length === 0 ? "an empty object" : `an object with ${names.join(", ")}`;
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
