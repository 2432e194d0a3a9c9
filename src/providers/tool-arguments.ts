import type { ToolCall } from "./chat-request.ts";

/**
 * The arguments of a call that is given back to a model, for wires that take them as an object. Text that
 * says no object (a call that was cut off) gives the empty one, which every wire takes.
 */
export function argumentsOf({ text }: ToolCall): Record<string, unknown> {
  const said = valueOf(text);
  if (typeof said !== "object" || said === null || Array.isArray(said)) return {};
  return Object.fromEntries(Object.entries(said));
}

/** What a text says as JSON; the text itself where that is nothing. */
export function valueOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
