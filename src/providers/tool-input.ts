/**
 * A call's arguments as a value, for wires on which they must be an object; `{}` for the empty text.
 *
 * What is no JSON, such as arguments that were cut off, goes under the name that Anthropic gives it, so that
 * the model sees what it wrote.
 *
 * @see {@link https://platform.claude.com/docs/en/agents-and-tools/tool-use/fine-grained-tool-streaming}
 * "Handling invalid JSON in tool responses".
 */
export function toolInputOf(text: string): unknown {
  if (text.trim() === "") return {};
  try {
    return JSON.parse(text);
  } catch {
    return { INVALID_JSON: text };
  }
}
