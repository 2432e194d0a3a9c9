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
export function isAboutTool(prompt: string, toolName: string): boolean {
  const words = toolName
    .replace(/(\p{Ll})(\p{Lu})/gu, "$1 $2")
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "" && !VERBS.has(word));
  const asked = prompt.toLowerCase();
  return words.length > 0 && words.every((word) => asked.includes(word));
}
