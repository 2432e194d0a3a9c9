import { asNumber, dig } from "../../wire/index.ts";

const MULTIPLES_TRIED = 1_000;

/**
 * Returns a number that fits a schema of type `number` or `integer`: 1 if that fits, `undefined` if
 * no number fits.
 *
 * @param variant Numbers of two variants differ if the schema lets them.
 */
export function exampleNumber(
  schema: unknown,
  isInteger: boolean,
  variant: number,
): number | undefined {
  const limits = limitsOf(schema, isInteger);
  let found = 0;
  for (const number of multiplesFrom(limits)) {
    if (!fits(number, limits)) continue;
    if (found === variant) return number;
    found++;
  }
  return between(limits, variant).find((number) => fits(number, limits));
}

export function fitsLimits(number: number, schema: unknown): boolean {
  return fits(number, limitsOf(schema, false));
}

interface Limits {
  readonly least: number;
  readonly most: number;
  readonly above: number;
  readonly below: number;
  readonly multipleOf: number | undefined;
  readonly isInteger: boolean;
}

function limitsOf(schema: unknown, isInteger: boolean): Limits {
  const limit = (name: string, otherwise: number) => asNumber(dig(schema, name)) ?? otherwise;
  // In OpenAPI 3.0, `exclusiveMinimum: true` makes `minimum` exclusive.
  const exclusive = (name: string, inclusive: string, otherwise: number) =>
    limit(dig(schema, name) === true ? inclusive : name, otherwise);
  return {
    least: limit("minimum", -Infinity),
    most: limit("maximum", Infinity),
    above: exclusive("exclusiveMinimum", "minimum", -Infinity),
    below: exclusive("exclusiveMaximum", "maximum", Infinity),
    multipleOf: asNumber(dig(schema, "multipleOf")),
    isInteger,
  };
}

function fits(
  number: number,
  { least, most, above, below, multipleOf, isInteger }: Limits,
): boolean {
  const isInRange = number >= least && number <= most && number > above && number < below;
  if (!isInRange || (isInteger && !Number.isInteger(number))) return false;
  return multipleOf === undefined || Number.isInteger(number / multipleOf);
}

/** Multiples of the step, upward from the lower limit or 1; downward if there is only an upper limit below that. */
function* multiplesFrom({ least, most, above, below, multipleOf: step = 1 }: Limits) {
  const from = Math.max(least, above);
  const to = Math.min(most, below);
  const isUpward = from !== -Infinity || to >= step;
  const first = isUpward
    ? Math.ceil((from === -Infinity ? step : from) / step)
    : Math.floor(to / step);
  for (let index = 0; index < MULTIPLES_TRIED; index++) {
    yield (isUpward ? first + index : first - index) * step;
  }
}

/** Numbers in a range that is narrower than a step. */
function between({ least, most, above, below }: Limits, variant: number): number[] {
  const from = Math.max(least, above);
  const to = Math.min(most, below);
  if (!Number.isFinite(from) || !Number.isFinite(to)) return [];
  return [from + (to - from) / (variant + 2), ...(variant === 0 ? [from, to] : [])];
}
