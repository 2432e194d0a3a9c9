import { asList, asText, dig } from "../../wire/index.ts";
import { SimulationError } from "../simulation-error.ts";
import { exampleNumber } from "./example-number.ts";
import { exampleText } from "./example-text.ts";
import { isJsonObject, type JsonObject } from "../json-object.ts";
import { mergedSchemas } from "./merged-schemas.ts";
import { arrayRules, objectRules } from "./part-rules.ts";
import { type SchemaTest, schemaTest } from "./schema-test.ts";
import { targetOf } from "./schema-reference.ts";

/** Maximum number of parts: some schemas only fit endless values. */
const MAX_PARTS = 10_000;

const MAX_DEPTH = 64;

/**
 * Returns a value that fits a JSON Schema, with a word of the prompt if any text fits, as a model might write it.
 *
 * Understands `const`, `enum`, `default`, types, nested objects and arrays, `required`, `additionalProperties`, counts,
 * lengths, bounds, `multipleOf`, `pattern`, `format`, `uniqueItems`, `prefixItems`, `anyOf`, `oneOf`, `allOf` and local
 * `$ref`, including recursive ones; types may be in capitals, as in Gemini. Optional properties are included unless
 * they would never end. All other keywords are ignored. Schemas that contradict themselves in `allOf` or `oneOf` may
 * get a value that does not fit: `schemaTest` finds it.
 *
 * @param schema A value from outside.
 * @throws {SimulationError} When no value fits, or it would be endless.
 */
export function exampleOfSchema(schema: unknown, prompt: string): unknown {
  const word = nameIn(prompt) ?? "example";
  const context: Context = { root: schema, word, fits: schemaTest(schema), parts: 0 };
  const value = make(context, schema, { depth: 0, references: ["#"], variant: 0 });
  if (value !== undefined) return value;
  throw new SimulationError("Cannot answer as no finite value fits the JSON schema");
}

interface Context {
  /** The schema that references lead into. */
  readonly root: unknown;
  /** The text to use if any text fits. */
  readonly word: string;
  readonly fits: SchemaTest;
  parts: number;
}

interface Position {
  readonly depth: number;
  readonly references: readonly string[];
  /** 0, or the index of an item in a list whose items must differ. */
  readonly variant: number;
}

function deeper(position: Position): Position {
  return { ...position, depth: position.depth + 1 };
}

/** Makes a value for a schema; `undefined` if no value fits, or the value would be endless. */
function make(context: Context, schema: unknown, position: Position): unknown {
  if (++context.parts > MAX_PARTS || position.depth > MAX_DEPTH || schema === false) {
    return undefined;
  }
  if (!isJsonObject(schema)) return context.word;
  const { default: defaultValue, $ref, allOf, ...rest } = schema;
  if (defaultValue !== undefined && position.variant === 0 && context.fits(defaultValue, schema)) {
    return defaultValue;
  }
  if ($ref !== undefined) return makeReferenced(context, schema, position);
  return allOf === undefined
    ? makeAlternative(context, rest, position)
    : makeCombined(context, { all: asList(allOf), rest }, position);
}

function makeReferenced(context: Context, schema: JsonObject, position: Position): unknown {
  const resolved = resolve(context.root, schema, position.references);
  return (
    resolved &&
    make(context, resolved.schema, { ...deeper(position), references: resolved.references })
  );
}

/** Merges a schema with the target of its reference; `undefined` if the reference is circular. */
function resolve(root: unknown, schema: unknown, references: readonly string[]) {
  if (!isJsonObject(schema) || schema["$ref"] === undefined) return { schema, references };
  const { $ref, ...siblings } = schema;
  const reference = asText($ref) ?? "";
  // A recursive schema ends at the first repetition.
  if (references.includes(reference)) return undefined;
  const target = targetOf(root, reference);
  const merged = isJsonObject(target) ? mergedSchemas(siblings, target) : target;
  return { schema: merged, references: [...references, reference] };
}

/** Makes a value for all schemas of `allOf` and their siblings. */
function makeCombined(
  context: Context,
  { all, rest }: { readonly all: readonly unknown[]; readonly rest: JsonObject },
  position: Position,
): unknown {
  let merged = rest;
  const references = new Set(position.references);
  for (const one of all) {
    const resolved = resolve(context.root, one, position.references);
    if (resolved === undefined || resolved.schema === false) return undefined;
    if (isJsonObject(resolved.schema)) merged = mergedSchemas(merged, resolved.schema);
    for (const reference of resolved.references) references.add(reference);
  }
  return make(context, merged, { ...deeper(position), references: [...references] });
}

/** Makes the first alternative that fits the whole schema: in `oneOf`, a value may fit two alternatives. */
function makeAlternative(context: Context, schema: JsonObject, position: Position): unknown {
  const { anyOf, ...withOneOf } = schema;
  const { oneOf, ...rest } = withOneOf;
  if (anyOf === undefined && oneOf === undefined) return makeConstant(context, schema, position);
  const [alternatives, others] = anyOf === undefined ? [oneOf, rest] : [anyOf, withOneOf];
  let first: unknown;
  for (const one of asList(alternatives)) {
    const merged = isJsonObject(one) ? mergedSchemas(others, one) : one;
    const value = make(context, merged, deeper(position));
    if (value !== undefined && context.fits(value, schema)) return value;
    first ??= value;
  }
  return first;
}

function makeConstant(context: Context, schema: JsonObject, position: Position): unknown {
  const values = Object.hasOwn(schema, "const") ? [schema["const"]] : schema["enum"];
  if (values === undefined) return makeOfType(context, schema, position);
  return asList(values).filter((value) => context.fits(value, schema))[position.variant];
}

function makeOfType(context: Context, schema: JsonObject, position: Position): unknown {
  const { variant } = position;
  const type = typeOf(schema);
  switch (type) {
    case "object":
      return makeObject(context, schema, position);
    case "array":
      return makeArray(context, schema, position);
    case "number":
    case "integer":
      return exampleNumber(schema, type === "integer", variant);
    case "boolean":
      return [true, false][variant];
    case "null":
      return variant === 0 ? null : undefined;
    default:
      return exampleText(schema, context.word, variant);
  }
}

function makeObject(context: Context, schema: JsonObject, position: Position): unknown {
  const { properties, required, additional, least, most } = objectRules(schema);
  const entries = new Map<string, unknown>();
  const add = (name: string, property: unknown) => {
    const value = makePart(context, property, deeper(position));
    if (value !== undefined) entries.set(name, value);
  };
  for (const name of required) {
    add(name, Object.hasOwn(properties, name) ? properties[name] : additional);
  }
  if (!required.every((name) => entries.has(name))) return undefined;
  const others = Object.entries(properties).filter(([name]) => !entries.has(name));
  for (const [name, property] of others) if (entries.size < most) add(name, property);
  const missing = Math.max(0, least.wanted - entries.size);
  for (let index = 1; index <= missing; index++) add(`key${index}`, additional);
  if (entries.size < least.required || entries.size > most) return undefined;
  return inOrder(entries, Object.keys(properties));
}

function makeArray(context: Context, schema: JsonObject, position: Position): unknown {
  const { itemAt, least, wanted, isUnique } = arrayRules(schema);
  const items: unknown[] = [];
  const seen = new Set<string>();
  for (let index = 0; index < wanted; index++) {
    const item = makePart(context, itemAt(index), {
      ...deeper(position),
      variant: isUnique ? index : position.variant,
    });
    const key = isUnique ? JSON.stringify(item) : String(index);
    if (item === undefined || seen.has(key)) break;
    seen.add(key);
    items.push(item);
  }
  return items.length < least ? undefined : items;
}

/** Makes a part; two variants of a value may share a part, as long as another part differs. */
function makePart(context: Context, schema: unknown, position: Position): unknown {
  const value = make(context, schema, position);
  return value === undefined && position.variant > 0
    ? make(context, schema, { ...position, variant: 0 })
    : value;
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
