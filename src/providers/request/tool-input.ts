/**
 * Returns a call's arguments as a value, for APIs that require an object; `{}` for the empty string.
 *
 * Anything else, such as truncated arguments, is wrapped in the field that Anthropic defines for it, so the model sees
 * what it wrote.
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
