import { SimulationError } from "../../simulation-error.ts";
import { numberIn } from "./fields.ts";

export type NumberRange = readonly [least: number, most: number];

export interface RangeViolation {
  readonly name: string;
  readonly value: number;
  readonly least: number;
  readonly most: number;
}

/**
 * Requires numeric fields to be in their ranges.
 *
 * @param messageOf Returns the provider's error message.
 * @throws {SimulationError} When a field is not a number or out of range.
 */
export function requireInRanges(
  body: unknown,
  ranges: Readonly<Record<string, NumberRange>>,
  messageOf: (violation: RangeViolation) => string,
): void {
  for (const [name, [least, most]] of Object.entries(ranges)) {
    const value = numberIn(body, name);
    if (value === undefined || (value >= least && value <= most)) continue;
    throw new SimulationError(messageOf({ name, value, least, most }));
  }
}

export function requireOpenAiRanges(body: unknown): void {
  requireInRanges(
    body,
    { temperature: [0, 2], top_p: [0, 1], presence_penalty: [-2, 2], frequency_penalty: [-2, 2] },
    (violation) => openAiMessage("decimal", violation),
  );
}

export function requireOpenAiIntegers(
  body: unknown,
  ranges: Readonly<Record<string, NumberRange>>,
): void {
  requireInRanges(body, ranges, (violation) => openAiMessage("integer", violation));
  const fraction = Object.keys(ranges).find((name) => !Number.isInteger(numberIn(body, name) ?? 0));
  if (fraction === undefined) return;
  throw new SimulationError(
    `Invalid type for '${fraction}': expected an integer, but got a decimal number instead.`,
  );
}

function openAiMessage(type: string, { name, value, least, most }: RangeViolation): string {
  const rule =
    value > most
      ? `above maximum value. Expected a value <= ${most}`
      : `below minimum value. Expected a value >= ${least}`;
  return `Invalid '${name}': ${type} ${rule}, but got ${value} instead.`;
}
