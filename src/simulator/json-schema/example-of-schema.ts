import { asCount, asList, asText, dig } from "../../wire/index.ts";
import { SimulationError } from "../simulation-error.ts";
import { exampleNumber } from "./example-number.ts";
import { exampleText } from "./example-text.ts";
import { isJsonObject, type JsonObject, mergedSchemas } from "./merged-schemas.ts";

/** A value may have so many parts: schemas can ask for endless ones. */
const MOST_PARTS = 10_000;

/** A value nests at most so deep. */
const DEEPEST = 64;

/**
 * Returns a value that fits a JSON Schema, with a word of the prompt where any text fits: what a model might write.
 *
 * Understands `const`, `enum`, `default`, types, nested objects and arrays, `required`, `additionalProperties`, counts,
 * lengths, bounds, `multipleOf`, `pattern`, `format`, `uniqueItems`, `prefixItems`, `anyOf`, `oneOf`, `allOf` and local
 * `$ref`, recursive ones included; types may be in capitals, as Gemini has them. Optional properties are there unless
 * they would never end. `oneOf` is met by the first alternative that can be. All other keywords are ignored.
 *
 * @param schema A value from outside.
 * @throws {SimulationError} When no value fits, or it would be endless.
 */
export function exampleOfSchema(schema: unknown, prompt: string): unknown {
  let parts = 0;
  const word = nameIn(prompt) ?? "example";

  /** `undefined` if no value fits, or it would not end. */
  function made(given: unknown, at: Place): unknown {
    if (++parts > MOST_PARTS || at.depth > DEEPEST || given === false) return undefined;
    if (!isJsonObject(given)) return word;
    const { $ref, allOf, anyOf, oneOf, ...rest } = given;
    if ($ref !== undefined) return madeByReference(asText($ref) ?? "", rest, at);
    if (allOf !== undefined) {
      const all = asList(allOf).filter(isJsonObject);
      const others = Object.fromEntries(
        Object.entries({ anyOf, oneOf }).filter(([, value]) => value !== undefined),
      );
      return made(all.reduce(mergedSchemas, { ...rest, ...others }), deeper(at));
    }
    const alternatives = anyOf ?? oneOf;
    if (alternatives !== undefined) {
      return firstOf(asList(alternatives), (one) =>
        made(isJsonObject(one) ? mergedSchemas(rest, one) : one, deeper(at)),
      );
    }
    return madeByValue(given, at);
  }

  function madeByReference(reference: string, siblings: JsonObject, at: Place): unknown {
    // Once more in itself is once too often: what is recursive must end somewhere.
    if (at.references.includes(reference)) return undefined;
    const target = targetOf(schema, reference);
    const merged = isJsonObject(target) ? mergedSchemas(siblings, target) : target;
    return made(merged, { ...deeper(at), references: [...at.references, reference] });
  }

  function madeByValue(given: JsonObject, at: Place): unknown {
    const { variant } = at;
    if (Object.hasOwn(given, "const")) return variant === 0 ? given["const"] : undefined;
    if (given["enum"] !== undefined) return asList(given["enum"])[variant];
    if (given["default"] !== undefined && variant === 0) return given["default"];
    return madeByType(given, at);
  }

  function madeByType(given: JsonObject, at: Place): unknown {
    const { variant } = at;
    const type = typeOf(given);
    switch (type) {
      case "object":
        return objectOf(given, at);
      case "array":
        return arrayOf(given, at);
      case "number":
      case "integer":
        return exampleNumber(given, type === "integer", variant);
      case "boolean":
        return [true, false][variant];
      case "null":
        return variant === 0 ? null : undefined;
      default:
        return exampleText(given, word, variant);
    }
  }

  function objectOf(given: JsonObject, at: Place): unknown {
    const { properties, required, additional, least, most } = objectRules(given);
    const entries = new Map<string, unknown>();
    const add = (name: string, of: unknown) => {
      const value = variantOr(of, deeper(at));
      if (value !== undefined) entries.set(name, value);
    };
    for (const name of required) {
      add(name, Object.hasOwn(properties, name) ? properties[name] : additional);
    }
    if (!required.every((name) => entries.has(name))) return undefined;
    const others = Object.entries(properties).filter(([name]) => !entries.has(name));
    for (const [name, of] of others) if (entries.size < most) add(name, of);
    const missing = Math.max(0, least.wanted - entries.size);
    for (let index = 1; index <= missing; index++) add(`key${index}`, additional);
    if (entries.size < least.required || entries.size > most) return undefined;
    return inOrder(entries, Object.keys(properties));
  }

  function arrayOf(given: JsonObject, at: Place): unknown {
    const { itemAt, least, wanted, isUnique } = arrayRules(given);
    const items: unknown[] = [];
    const seen = new Set<string>();
    for (let index = 0; index < wanted; index++) {
      const item = variantOr(itemAt(index), {
        ...deeper(at),
        variant: isUnique ? index : at.variant,
      });
      const key = isUnique ? JSON.stringify(item) : String(index);
      if (item === undefined || seen.has(key)) break;
      seen.add(key);
      items.push(item);
    }
    return items.length < least ? undefined : items;
  }

  /** A part may be the same in two variants, as long as another part differs. */
  function variantOr(of: unknown, at: Place): unknown {
    const value = made(of, at);
    return value === undefined && at.variant > 0 ? made(of, { ...at, variant: 0 }) : value;
  }

  const value = made(schema, { depth: 0, references: ["#"], variant: 0 });
  if (value !== undefined) return value;
  throw new SimulationError("Cannot answer as no value that ends fits the JSON Schema");
}

/** Where in a value its next part is made. */
interface Place {
  readonly depth: number;
  /** The references that led here. */
  readonly references: readonly string[];
  /** 0, or the index of an item in a list whose items must differ. */
  readonly variant: number;
}

function deeper(at: Place): Place {
  return { ...at, depth: at.depth + 1 };
}

function firstOf(alternatives: readonly unknown[], make: (one: unknown) => unknown): unknown {
  for (const one of alternatives) {
    const value = make(one);
    if (value !== undefined) return value;
  }
  return undefined;
}

/** What a schema says of an object's properties. */
function objectRules(given: JsonObject) {
  const { properties, required, additionalProperties: additional = true } = given;
  const least = asCount(given["minProperties"]) ?? 0;
  return {
    properties: isJsonObject(properties) ? properties : {},
    required: asList(required).flatMap((name) => asText(name) ?? []),
    additional,
    // A map has an entry, to show what its values are.
    least: { required: least, wanted: Math.max(least, isJsonObject(additional) ? 1 : 0) },
    most: asCount(given["maxProperties"]) ?? Infinity,
  };
}

/** What a schema says of an array's items. */
function arrayRules(given: JsonObject) {
  const { prefixItems, items = true, uniqueItems } = given;
  const first = asList(prefixItems);
  const least = asCount(given["minItems"]) ?? 0;
  const most = asCount(given["maxItems"]) ?? Infinity;
  return {
    itemAt: (index: number) => (index < first.length ? first[index] : items),
    least,
    wanted: Math.min(Math.max(least, first.length, 1), most),
    isUnique: uniqueItems === true,
  };
}

/** In the order of the schema, as models write them. */
function inOrder(entries: ReadonlyMap<string, unknown>, names: readonly string[]): object {
  const known = names.filter((name) => entries.has(name));
  const others = [...entries.keys()].filter((name) => !known.includes(name));
  return Object.fromEntries([...known, ...others].map((name) => [name, entries.get(name)]));
}

/**
 * The part of a schema that a local reference leads to.
 *
 * @throws {SimulationError} When it leads nowhere, or out of the schema.
 * @see RFC 6901, "JavaScript Object Notation (JSON) Pointer".
 */
function targetOf(root: unknown, reference: string): unknown {
  const [start, ...names] = reference.split("/").map((name) => {
    return decodeURIComponent(name).replaceAll("~1", "/").replaceAll("~0", "~");
  });
  const target = start === "#" ? names.reduce(childOf, root) : undefined;
  if (target !== undefined) return target;
  throw new SimulationError(
    `Cannot answer as "$ref" must lead to a part of the schema: current value is "${reference}"`,
  );
}

function childOf(parent: unknown, name: string): unknown {
  if (Array.isArray(parent)) return parent[Number(name)];
  return isJsonObject(parent) && Object.hasOwn(parent, name) ? parent[name] : undefined;
}

function typeOf(schema: JsonObject): string | undefined {
  const types = [schema["type"]].flat().flatMap((type) => asText(type)?.toLowerCase() ?? []);
  const type = types.find((one) => one !== "null") ?? types[0];
  if (type !== undefined) return type;
  if (dig(schema, "properties") !== undefined) return "object";
  return (dig(schema, "items") ?? dig(schema, "prefixItems")) ? "array" : undefined;
}

/** The last word with a capital that does not begin a sentence: a place, a person. */
function nameIn(prompt: string): string | undefined {
  return [...prompt.matchAll(/(?<=[\p{Ll},] )\p{Lu}\p{Ll}+/gu)].at(-1)?.[0];
}
