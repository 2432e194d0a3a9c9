import { parseJson } from "../../wire/index.ts";
import type { HttpCall } from "../dialect.ts";
import { SimulationError } from "../simulation-error.ts";

/** How much of a body that cannot be read is repeated: enough to recognise it. */
const HEAD_CHARS = 100;

/**
 * What a call's body says.
 *
 * @throws {SimulationError} When it is not a JSON object, as all wires have it.
 */
export function bodyOf({ body }: Pick<HttpCall, "body">): object {
  const value = valueOf(body);
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value;
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
