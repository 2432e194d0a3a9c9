import { parseJson } from "../../../wire/index.ts";
import { isJsonObject } from "../../json-object.ts";
import { SimulationError } from "../../simulation-error.ts";
import type { HttpCall } from "../dialect.ts";

const QUOTED_CHARS = 100;

/** Deeper nesting would overflow the stack of recursive functions. */
const MAX_DEPTH = 512;

/**
 * Parses the body of a call. Cost: O(values in it).
 *
 * @throws {SimulationError} When it is not a JSON object, or nested too deeply.
 */
export function parseBody({ body }: Pick<HttpCall, "body">): object {
  const value = parsedJson(body);
  if (isTooDeep(value)) {
    throw new SimulationError(`Cannot answer as the body must be nested at most ${MAX_DEPTH} deep`);
  }
  if (isJsonObject(value)) return value;
  throw new SimulationError(
    `Cannot answer as the body must be a JSON object: current value is ${JSON.stringify(body.slice(0, QUOTED_CHARS))}`,
  );
}

/** Parses JSON; `undefined` if it is invalid. The error of `parseJson` blames the provider, but here the client errs. */
export function parsedJson(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}

function isTooDeep(value: unknown): boolean {
  let level = [value].filter(isContainer);
  for (let depth = 0; depth < MAX_DEPTH && level.length > 0; depth++) {
    level = level.flatMap((one): unknown[] => Object.values(one)).filter(isContainer);
  }
  return level.length > 0;
}

function isContainer(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
