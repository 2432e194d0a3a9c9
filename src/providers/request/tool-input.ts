/**
 * A call's arguments as a value, for wires on which they must be an object; `{}` for the empty text.
 *
 * What says no object, such as arguments that were cut off, goes under the name that Anthropic gives it, so
 * that the model sees what it wrote.
 *
 * @see {@link https://platform.claude.com/docs/en/agents-and-tools/tool-use/fine-grained-tool-streaming}
 * "Handling invalid JSON in tool responses".
 */
export function toolInputOf(text: string): object {
  if (text.trim() === "") return {};
  try {
    const input: unknown = JSON.parse(text);
    if (typeof input === "object" && input !== null && !Array.isArray(input)) return input;
  } catch {
    return { INVALID_JSON: text };
  }
  return { INVALID_JSON: text };
}
