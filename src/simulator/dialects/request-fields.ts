import { asCount, asList, asText, dig } from "../../wire/index.ts";
import { SimulationError } from "../simulation-error.ts";

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

/** The text of a message whose content is text or a list of parts, whatever else is in the list. */
export function textOfParts(content: unknown): string {
  const parts = asList(content).map((part) => asText(part) ?? asText(dig(part, "text")) ?? "");
  return asText(content) ?? parts.join("");
}

/**
 * The longest answer that is wanted, in tokens.
 *
 * @param names Of the fields that may say it; the first that is given counts.
 * @throws {SimulationError} When it is not a whole number from 1.
 */
export function longest(body: unknown, names: readonly string[]): number | undefined {
  const name = names.find((field) => (dig(body, field) ?? undefined) !== undefined);
  return name === undefined ? undefined : countFrom1(body, name);
}

/**
 * How many of something are wanted; `undefined` where it is not said.
 *
 * @throws {SimulationError} When it is not a whole number from 1.
 */
export function countFrom1(body: unknown, name: string): number | undefined {
  const given = dig(body, name) ?? undefined;
  if (given === undefined) return undefined;
  const count = asCount(given);
  if (count !== undefined && count >= 1) return count;
  throw new SimulationError(
    `Cannot answer as "${name}" must be a whole number from 1: current value is ${JSON.stringify(given)}`,
  );
}

/** Where an answer is to stop: one mark or a list of them. */
export function stopsIn(given: unknown): string[] {
  const one = asText(given);
  return one === undefined ? asList(given).flatMap((mark) => asText(mark) ?? []) : [one];
}
