import type { ToolCall } from "./chat-request.ts";
import { toolInputOf } from "./tool-input.ts";

/** The arguments of a call that is given back to a model, for wires that take nothing but an object. */
export function argumentsOf({ text }: ToolCall): Record<string, unknown> {
  const input = toolInputOf(text);
  if (typeof input !== "object" || input === null || Array.isArray(input)) return { value: input };
  return Object.fromEntries(Object.entries(input));
}
