import { SimulationError } from "../simulation-error.ts";
import { isJsonObject } from "../json-object.ts";

/**
 * Returns the part of a schema that a local reference leads to.
 *
 * @throws {SimulationError} When there is no such part.
 * @see RFC 6901, "JavaScript Object Notation (JSON) Pointer".
 */
export function targetOf(root: unknown, reference: string): unknown {
  const [start, ...names] = reference.split("/").map(unescapedName);
  const target = start === "#" ? names.reduce(childOf, root) : undefined;
  if (target !== undefined) return target;
  throw new SimulationError(
    `Cannot answer as "$ref" must lead to a part of the schema: current value is "${reference}"`,
  );
}

function unescapedName(name: string): string {
  return decodeURIComponent(name).replaceAll("~1", "/").replaceAll("~0", "~");
}

function childOf(parent: unknown, name: string): unknown {
  if (Array.isArray(parent)) return parent[Number(name)];
  return isJsonObject(parent) && Object.hasOwn(parent, name) ? parent[name] : undefined;
}
