import { asList, asText, dig } from "../../wire/index.ts";
import { SimulationError } from "../simulation-error.ts";
import { exampleNumber } from "./example-number.ts";
import { exampleText } from "./example-text.ts";
import { isJsonObject, type JsonObject } from "../json-object.ts";
import { mergedSchemas } from "./merged-schemas.ts";
import { arrayRules, objectRules } from "./part-rules.ts";
import { schemaTest } from "./schema-test.ts";
import { targetOf } from "./schema-reference.ts";

/** Maximum number of parts: some schemas only fit endless values. */
const MOST_PARTS = 10_000;

/** Maximum nesting. */
const MAX_DEPTH = 64;

/**
 * Returns a value that fits a JSON Schema, with a word of the prompt if any text fits, as a model might write it.
 *
 * Understands `const`, `enum`, `default`, types, nested objects and arrays, `required`, `additionalProperties`, counts,
 * lengths, bounds, `multipleOf`, `pattern`, `format`, `uniqueItems`, `prefixItems`, `anyOf`, `oneOf`, `allOf` and local
 * `$ref`, recursive ones included; types may be in capitals, as Gemini has them. Optional properties are there unless
 * they would never end. All other keywords are ignored. Schemas that contradict themselves in `allOf` or `oneOf` may
 * get a value that does not fit: `schemaTest` finds it.
 *
 * @param schema A value from outside.
 * @throws {SimulationError} When no value fits, or it would be endless.
 */
export function exampleOfSchema(schema: unknown, prompt: string): unknown {
  let parts = 0;
  const word = nameIn(prompt) ?? "example";
  const fits = schemaTest(schema);

  /** `undefined` if no value fits, or it would not end. */
  function made(given: unknown, at: Place): unknown {
    if (++parts > MOST_PARTS || at.depth > MAX_DEPTH || given === false) return undefined;
    if (!isJsonObject(given)) return word;
    const { default: usual, $ref, allOf, ...rest } = given;
    if (usual !== undefined && at.variant === 0 && fits(usual, given)) return usual;
    if ($ref !== undefined) return madeByReference(given, at);
    return allOf === undefined ? madeOfOne(rest, at) : madeOfAll(asList(allOf), rest, at);
  }

  function madeByReference(given: JsonObject, at: Place): unknown {
    const found = withoutReference(given, at.references);
    return found && made(found.schema, { ...deeper(at), references: found.references });
  }

  /** A schema with what its reference leads to; `undefined` if it leads back to where it came from. */
  function withoutReference(given: unknown, references: readonly string[]) {
    if (!isJsonObject(given) || given["$ref"] === undefined) return { schema: given, references };
    const { $ref, ...siblings } = given;
    const reference = asText($ref) ?? "";
    // A recursive schema ends at the first repetition.
    if (references.includes(reference)) return undefined;
    const target = targetOf(schema, reference);
    const merged = isJsonObject(target) ? mergedSchemas(siblings, target) : target;
    return { schema: merged, references: [...references, reference] };
  }

  function madeOfAll(all: readonly unknown[], own: JsonObject, at: Place): unknown {
    let merged = own;
    const references = new Set(at.references);
    for (const one of all) {
      const found = withoutReference(one, at.references);
      if (found === undefined || found.schema === false) return undefined;
      if (isJsonObject(found.schema)) merged = mergedSchemas(merged, found.schema);
      for (const reference of found.references) references.add(reference);
    }
    return made(merged, { ...deeper(at), references: [...references] });
  }

  /** The first alternative whose value fits the whole schema: one of two in `oneOf` may fit the other as well. */
  function madeOfOne(given: JsonObject, at: Place): unknown {
    const { anyOf, ...withOneOf } = given;
    const { oneOf, ...own } = withOneOf;
    if (anyOf === undefined && oneOf === undefined) return madeByValue(given, at);
    const [alternatives, others] = anyOf === undefined ? [oneOf, own] : [anyOf, withOneOf];
    let first: unknown;
    for (const one of asList(alternatives)) {
      const value = made(isJsonObject(one) ? mergedSchemas(others, one) : one, deeper(at));
      if (value !== undefined && fits(value, given)) return value;
      first ??= value;
    }
    return first;
  }

  function madeByValue(given: JsonObject, at: Place): unknown {
    const values = Object.hasOwn(given, "const") ? [given["const"]] : given["enum"];
    if (values === undefined) return madeByType(given, at);
    return asList(values).filter((value) => fits(value, given))[at.variant];
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
  throw new SimulationError("Cannot answer as no finite value fits the JSON schema");
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

/** In the order of the schema, as models write them. */
function inOrder(entries: ReadonlyMap<string, unknown>, names: readonly string[]): object {
  const known = names.filter((name) => entries.has(name));
  const others = [...entries.keys()].filter((name) => !known.includes(name));
  return Object.fromEntries([...known, ...others].map((name) => [name, entries.get(name)]));
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
