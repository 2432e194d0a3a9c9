import { isJsonObject } from "../../json-object.ts";
import { asCount, asNumber, asText, dig } from "../../../wire/index.ts";
import type { SimulatedTool } from "../../answer/simulated-request.ts";
import { SimulationError } from "../../simulation-error.ts";

/** How much of a wrong value is repeated: enough to recognise it. */
const HEAD_CHARS = 200;

/**
 * What is wrong with a field. What is `null` counts as left out, as on all wires; what is of another type is
 * refused, as a simulator that overlooks it hides a client's mistake.
 */
export function invalidField(name: string, rule: string, given: unknown): SimulationError {
  const value = (JSON.stringify(given) ?? "undefined").slice(0, HEAD_CHARS);
  return new SimulationError(
    `Cannot answer as "${name}" must be ${rule}: current value is ${value}`,
  );
}

function fieldIn(body: unknown, name: string): unknown {
  return dig(body, name) ?? undefined;
}

/**
 * The model that a body names.
 *
 * @throws {SimulationError} When it names none.
 */
export function modelIn(body: unknown): string {
  const model = asText(dig(body, "model"));
  if (model !== undefined) return model;
  throw new SimulationError('Cannot answer as "model" must be text');
}

/** @throws {SimulationError} When it is neither true nor false. */
export function flagIn(body: unknown, name: string): boolean | undefined {
  const given = fieldIn(body, name);
  if (given === undefined || typeof given === "boolean") return given;
  throw invalidField(name, "true or false", given);
}

/** @throws {SimulationError} When it is not one of the words. */
export function enumIn<Word extends string>(
  body: unknown,
  name: string,
  words: readonly Word[],
): Word | undefined {
  const given = fieldIn(body, name);
  const word = words.find((one) => one === given);
  if (given === undefined || word !== undefined) return word;
  throw invalidField(name, `one of ${words.join(", ")}`, given);
}

/** @throws {SimulationError} When it is not a number. */
export function numberIn(body: unknown, name: string): number | undefined {
  const given = fieldIn(body, name);
  const number = asNumber(given);
  if (given === undefined || number !== undefined) return number;
  throw invalidField(name, "a number", given);
}

/**
 * Fields in a field; none where it is left out.
 *
 * @throws {SimulationError} When it is not an object.
 */
export function objectIn(body: unknown, name: string): object {
  const given = fieldIn(body, name) ?? {};
  if (isJsonObject(given)) return given;
  throw invalidField(name, "an object", given);
}

/** @throws {SimulationError} When it is left out, or not an object. */
export function requiredObjectIn(body: unknown, name: string): object {
  const given = dig(body, name);
  if (isJsonObject(given)) return given;
  throw invalidField(name, "an object", given);
}

/**
 * A list of objects, such as tools; empty where it is left out.
 *
 * @throws {SimulationError} When it is not a list, or something else is in it.
 */
export function objectsIn(body: unknown, name: string): readonly object[] {
  const given = fieldIn(body, name) ?? [];
  if (Array.isArray(given) && given.every(isJsonObject)) return given;
  throw invalidField(name, "a list of objects", given);
}

/**
 * The messages of a conversation, by whatever name.
 *
 * @throws {SimulationError} When it is not a list of objects, or there is none in it.
 */
export function messagesIn(body: unknown, name: string): readonly object[] {
  const messages = objectsIn(body, name);
  if (messages.length > 0) return messages;
  throw new SimulationError(`Cannot answer as "${name}" must be a list with a message`);
}

/**
 * What a message is made of, where it is text or a list of parts.
 *
 * @throws {SimulationError} When it is neither.
 */
export function partsIn(message: unknown, name: string): readonly object[] {
  const given = fieldIn(message, name) ?? [];
  const text = asText(given);
  if (text !== undefined) return [{ type: "text", text }];
  if (Array.isArray(given) && given.every(isJsonObject)) return given;
  throw invalidField(name, "text or a list of parts", given);
}

/**
 * The text of such a message, whatever else is in it.
 *
 * @throws {SimulationError} When it is neither text nor a list of parts.
 */
export function textIn(message: unknown, name: string): string {
  return partsIn(message, name)
    .map((part) => asText(dig(part, "text")) ?? "")
    .join("");
}

/**
 * A request's tools: a list of functions with a schema each. What has no name is not a function.
 *
 * @param read Where a wire has the name and the schema.
 * @throws {SimulationError} When it is not a list of objects.
 */
export function toolsIn(
  body: unknown,
  name: string,
  read: (tool: object) => { readonly name: unknown; readonly parameters: unknown },
): SimulatedTool[] {
  return objectsIn(body, name).flatMap((tool) => {
    const { name: of, parameters } = read(tool);
    const known = asText(of);
    return known === undefined ? [] : [{ name: known, parameters }];
  });
}

/**
 * The longest answer that is wanted, in tokens.
 *
 * @param names Of the fields that may say it; the first that is given counts.
 * @throws {SimulationError} When it is not a whole number from 1.
 */
export function maxTokensIn(body: unknown, names: readonly string[]): number | undefined {
  const name = names.find((field) => fieldIn(body, field) !== undefined);
  return name === undefined ? undefined : positiveIntegerIn(body, name);
}

/**
 * How many of something are wanted; `undefined` where it is not said.
 *
 * @throws {SimulationError} When it is not a whole number from 1.
 */
export function positiveIntegerIn(body: unknown, name: string): number | undefined {
  const given = fieldIn(body, name);
  if (given === undefined) return undefined;
  const count = asCount(given);
  if (count !== undefined && count >= 1) return count;
  throw invalidField(name, "a whole number from 1", given);
}

/**
 * Where an answer is to stop: one mark or a list of them.
 *
 * @throws {SimulationError} When it is neither.
 */
export function stopSequencesIn(body: unknown, name: string): readonly string[] {
  const given = fieldIn(body, name) ?? [];
  const one = asText(given);
  if (one !== undefined) return [one];
  if (Array.isArray(given) && given.every((mark) => typeof mark === "string")) return given;
  throw invalidField(name, "text or a list of texts", given);
}
