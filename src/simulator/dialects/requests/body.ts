import { parseJson } from "../../../wire/index.ts";
import type { HttpCall } from "../dialect.ts";
import { SimulationError } from "../../simulation-error.ts";

/** How much of a body that cannot be read is repeated: enough to recognise it. */
const HEAD_CHARS = 100;

/** What is deeper would overflow the stack of whoever walks through it. */
const MAX_DEPTH = 512;

/**
 * What a call's body says. Cost: O(values in it).
 *
 * @throws {SimulationError} When it is not a JSON object, as all wires have it, or a bottomless one.
 */
export function parseBody({ body }: Pick<HttpCall, "body">): object {
  const value = valueOf(body);
  if (isTooDeep(value)) {
    throw new SimulationError(`Cannot answer as the body must be nested at most ${MAX_DEPTH} deep`);
  }
  if (isObject(value) && !Array.isArray(value)) return value;
  throw new SimulationError(
    `Cannot answer as the body must be a JSON object: current value is ${JSON.stringify(body.slice(0, HEAD_CHARS))}`,
  );
}

function valueOf(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    // What the reader throws speaks of a provider, and here the client is wrong.
    return undefined;
  }
}

function isTooDeep(value: unknown): boolean {
  let level = [value].filter(isObject);
  for (let depth = 0; depth < MAX_DEPTH && level.length > 0; depth++) {
    level = level.flatMap((one): unknown[] => Object.values(one)).filter(isObject);
  }
  return level.length > 0;
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
