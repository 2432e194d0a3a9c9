import { asNumber, asText, dig } from "../wire/index.ts";

/** Schemas nest; hostile ones without an end. */
const DEEPEST = 8;

/**
 * Arguments that a JSON Schema takes, with words of the prompt where they fit: what a model might write.
 *
 * @param schema A value from outside; what is not understood gives the word "example".
 */
export function exampleArguments(schema: unknown, prompt: string): unknown {
  return exampleOf(schema, prompt, DEEPEST);
}

function exampleOf(schema: unknown, prompt: string, depth: number): unknown {
  const given = dig(schema, "const") ?? dig(schema, "enum", 0) ?? dig(schema, "default");
  if (given !== undefined) return given;
  if (depth === 0) return null;
  switch (typeOf(schema)) {
    case "object":
      return objectOf(dig(schema, "properties"), prompt, depth);
    case "array":
      return [exampleOf(dig(schema, "items"), prompt, depth - 1)];
    case "number":
    case "integer":
      return asNumber(dig(schema, "minimum")) ?? 1;
    case "boolean":
      return true;
    case "null":
      return null;
    default:
      return nameIn(prompt) ?? "example";
  }
}

function typeOf(schema: unknown): string | undefined {
  const type = asText(dig(schema, "type")) ?? asText(dig(schema, "type", 0));
  const fallback = dig(schema, "properties") === undefined ? undefined : "object";
  return type?.toLowerCase() ?? fallback;
}

function objectOf(properties: unknown, prompt: string, depth: number): unknown {
  if (typeof properties !== "object" || properties === null) return {};
  const entries = Object.entries(properties).map(
    ([name, schema]) => [name, exampleOf(schema, prompt, depth - 1)] as const,
  );
  return Object.fromEntries(entries);
}

/** The last word with a capital that does not begin a sentence: a place, a person. */
function nameIn(prompt: string): string | undefined {
  return [...prompt.matchAll(/(?<=[\p{Ll},] )\p{Lu}\p{Ll}+/gu)].at(-1)?.[0];
}

/** Words that a tool's name begins with and that say nothing of what it is about. */
const VERBS = new Set([
  "get",
  "set",
  "find",
  "fetch",
  "search",
  "list",
  "current",
  "the",
  "a",
  "of",
]);

/** Whether a prompt is about a tool: all words of its name that say something are in it. */
export function isAbout(prompt: string, toolName: string): boolean {
  const words = toolName
    .replace(/(\p{Ll})(\p{Lu})/gu, "$1 $2")
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "" && !VERBS.has(word));
  const asked = prompt.toLowerCase();
  return words.length > 0 && words.every((word) => asked.includes(word));
}
