import type { ToolDefinition } from "../../providers/index.ts";
import { asText, dig } from "../../wire/index.ts";
import { textOfFile } from "./text-of-file.ts";
import { UsageError } from "./usage-error.ts";

/**
 * Reads a tool from a JSON file: `{name, description, parameters}`, either alone or under `function` as in OpenAI's API.
 *
 * @throws {UsageError} When it cannot be read, or is not a tool.
 */
export function readTool(path: string): ToolDefinition {
  const value = parsed(textOfFile(path), path);
  const tool = dig(value, "function") ?? value;
  const name = asText(dig(tool, "name")) ?? "";
  if (!/^[\w-]{1,64}$/u.test(name)) {
    throw notATool(
      path,
      `its name must be 1 to 64 letters, digits, _ and -: current value is "${name}"`,
    );
  }
  const parameters = dig(tool, "parameters") ?? { type: "object", properties: {} };
  if (typeof parameters !== "object" || parameters === null || Array.isArray(parameters)) {
    throw notATool(path, "its parameters must be a JSON Schema");
  }
  return { name, description: asText(dig(tool, "description")), parameters: { ...parameters } };
}

function parsed(text: string, path: string): unknown {
  if (text.trim() === "") throw notATool(path, "it must be JSON: it is empty");
  try {
    return JSON.parse(text);
  } catch {
    throw notATool(path, "it must be JSON");
  }
}

function notATool(path: string, rule: string): UsageError {
  return new UsageError(`Cannot use --tool "${path}" as ${rule}`);
}
