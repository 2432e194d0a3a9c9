import { asCount, asNumber, asText, dig } from "../../../wire/index.ts";
import type { SimulatedTool } from "../../answer/simulated-request.ts";
import { isJsonObject } from "../../json-object.ts";
import { SimulationError } from "../../simulation-error.ts";

const QUOTED_CHARS = 200;

/**
 * Creates the error for an invalid field. All APIs treat `null` as absent. Other wrong types are rejected, because
 * a lenient simulator would hide a client's mistake.
 */
export function invalidField(name: string, rule: string, value: unknown): SimulationError {
  const quoted = (JSON.stringify(value) ?? "undefined").slice(0, QUOTED_CHARS);
  return new SimulationError(
    `Cannot answer as "${name}" must be ${rule}: current value is ${quoted}`,
  );
}

function fieldIn(body: unknown, name: string): unknown {
  return dig(body, name) ?? undefined;
}

/** Reads the model's name. @throws {SimulationError} When there is none. */
export function modelIn(body: unknown): string {
  const model = asText(dig(body, "model"));
  if (model !== undefined) return model;
  throw new SimulationError('Cannot answer as "model" must be a string');
}

/** @throws {SimulationError} When the field is not a boolean. */
export function flagIn(body: unknown, name: string): boolean | undefined {
  const value = fieldIn(body, name);
  if (value === undefined || typeof value === "boolean") return value;
  throw invalidField(name, "true or false", value);
}

/** @throws {SimulationError} When the field is not one of the values. */
export function enumIn<Value extends string>(
  body: unknown,
  name: string,
  values: readonly Value[],
): Value | undefined {
  const value = fieldIn(body, name);
  const known = values.find((one) => one === value);
  if (value === undefined || known !== undefined) return known;
  throw invalidField(name, `one of ${values.join(", ")}`, value);
}

/** @throws {SimulationError} When the field is not a number. */
export function numberIn(body: unknown, name: string): number | undefined {
  const value = fieldIn(body, name);
  const number = asNumber(value);
  if (value === undefined || number !== undefined) return number;
  throw invalidField(name, "a number", value);
}

/** Reads a nested object; empty if the field is absent. @throws {SimulationError} When the field is not an object. */
export function objectIn(body: unknown, name: string): object {
  return requiredObjectIn({ [name]: fieldIn(body, name) ?? {} }, name);
}

/** @throws {SimulationError} When the field is absent or not an object. */
export function requiredObjectIn(body: unknown, name: string): object {
  const value = dig(body, name);
  if (isJsonObject(value)) return value;
  throw invalidField(name, "an object", value);
}

/**
 * Reads a list of objects, such as tools; empty if the field is absent.
 *
 * @throws {SimulationError} When the field is not a list of objects.
 */
export function objectsIn(body: unknown, name: string): readonly object[] {
  const value = fieldIn(body, name) ?? [];
  if (Array.isArray(value) && value.every(isJsonObject)) return value;
  throw invalidField(name, "a list of objects", value);
}

/**
 * Reads the messages of a conversation.
 *
 * @throws {SimulationError} When the field is not a list of objects, or is empty.
 */
export function messagesIn(body: unknown, name: string): readonly object[] {
  const messages = objectsIn(body, name);
  if (messages.length > 0) return messages;
  throw new SimulationError(`Cannot answer as "${name}" must be a list with a message`);
}

/** Reads content that is a string or a list of parts. @throws {SimulationError} When the field is neither. */
export function partsIn(message: unknown, name: string): readonly object[] {
  const value = fieldIn(message, name) ?? [];
  const text = asText(value);
  if (text !== undefined) return [{ type: "text", text }];
  if (Array.isArray(value) && value.every(isJsonObject)) return value;
  throw invalidField(name, "a string or a list of parts", value);
}

/**
 * Reads the text of such content, without its other parts.
 *
 * @throws {SimulationError} When the field is neither a string nor a list of parts.
 */
export function textIn(message: unknown, name: string): string {
  return partsIn(message, name)
    .map((part) => asText(dig(part, "text")) ?? "")
    .join("");
}

/**
 * Reads the functions among the tools of a request. Tools without a name are skipped.
 *
 * @param read Returns the name and schema of a tool; by default its fields `name` and `parameters`.
 * @throws {SimulationError} When the field is not a list of objects.
 */
export function toolsIn(
  body: unknown,
  name: string,
  read: (tool: object) => { readonly name: unknown; readonly parameters: unknown } = toolFields,
): SimulatedTool[] {
  return objectsIn(body, name).flatMap((tool) => {
    const { name: value, parameters } = read(tool);
    const toolName = asText(value);
    return toolName === undefined ? [] : [{ name: toolName, parameters }];
  });
}

function toolFields(tool: unknown) {
  return { name: dig(tool, "name"), parameters: dig(tool, "parameters") };
}

/** Reads tools in the format of chat completions, in which a tool has a field `function`. */
export function chatToolsIn(body: unknown): SimulatedTool[] {
  return toolsIn(body, "tools", (tool) => toolFields(dig(tool, "function")));
}

/**
 * Reads the maximum length of the answer, in tokens.
 *
 * @param names Alternative fields; the first that is present counts.
 * @throws {SimulationError} When it is not a positive integer.
 */
export function maxTokensIn(body: unknown, names: readonly string[]): number | undefined {
  const name = names.find((field) => fieldIn(body, field) !== undefined);
  return name === undefined ? undefined : positiveIntegerIn(body, name);
}

/** @throws {SimulationError} When the field is not a positive integer. */
export function positiveIntegerIn(body: unknown, name: string): number | undefined {
  const value = fieldIn(body, name);
  if (value === undefined) return undefined;
  const count = asCount(value);
  if (count !== undefined && count >= 1) return count;
  throw invalidField(name, "a whole number from 1", value);
}

/** Reads the stop sequences: a string or a list of strings. @throws {SimulationError} When the field is neither. */
export function stopSequencesIn(body: unknown, name: string): readonly string[] {
  const value = fieldIn(body, name) ?? [];
  const one = asText(value);
  if (one !== undefined) return [one];
  if (Array.isArray(value) && value.every((item) => typeof item === "string")) return value;
  throw invalidField(name, "a string or a list of strings", value);
}
