import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { exampleOfSchema } from "../../../src/simulator/json-schema/example-of-schema.ts";
import { schemaFaults } from "../../support/schema-faults.ts";

const NODE = {
  type: "object",
  properties: {
    value: { type: "integer" },
    children: { type: "array", items: { $ref: "#/$defs/node" } },
    next: { anyOf: [{ $ref: "#/$defs/node" }, { type: "null" }] },
  },
  required: ["value", "children", "next"],
  additionalProperties: false,
};

const SCHEMAS: Readonly<Record<string, object>> = {
  "an enum": { enum: ["red", "green"] },
  "a const": { const: null },
  "nothing at all": {},
  "a nested object": {
    type: "object",
    properties: {
      user: {
        type: "object",
        properties: {
          name: { type: "string" },
          age: { type: "integer", minimum: 18, maximum: 30 },
        },
        required: ["name", "age"],
        additionalProperties: false,
      },
    },
    required: ["user"],
    additionalProperties: false,
  },
  "a required property without a schema": { type: "object", required: ["a", "b"] },
  "a map": { type: "object", additionalProperties: { type: "integer" }, minProperties: 3 },
  "a limit on properties": {
    type: "object",
    properties: { a: {}, b: {}, c: {} },
    required: ["c"],
    maxProperties: 1,
  },
  "a number of items": { type: "array", items: { type: "number" }, minItems: 3, maxItems: 4 },
  "no items": { type: "array", items: { type: "string" }, maxItems: 0 },
  "items that differ": {
    type: "array",
    uniqueItems: true,
    minItems: 3,
    items: { type: "object", properties: { kind: { const: "a" }, id: { type: "string" } } },
  },
  "enums that differ": {
    type: "array",
    uniqueItems: true,
    minItems: 3,
    items: { enum: [1, 2, 3] },
  },
  "a tuple": {
    type: "array",
    prefixItems: [{ type: "string" }, { type: "boolean" }],
    items: false,
    minItems: 2,
  },
  alternatives: { anyOf: [{ type: "string", pattern: "(?!)" }, { type: "integer" }] },
  "one of objects": {
    oneOf: [
      { type: "object", properties: { type: { const: "a" } }, required: ["type"] },
      { type: "object", properties: { type: { const: "b" } }, required: ["type"] },
    ],
  },
  "all of": {
    allOf: [
      { type: "object", properties: { a: { type: "integer", minimum: 2 } }, required: ["a"] },
      { properties: { a: { maximum: 2 }, b: { type: "string" } }, required: ["b"] },
    ],
  },
  "a list of types": { type: ["null", "string"] },
  "a definition": { $ref: "#/$defs/a~1b", $defs: { "a/b": { type: "string", minLength: 30 } } },
  "a definition with siblings": {
    type: "object",
    properties: { a: { $ref: "#/definitions/n", description: "A", maximum: 3 } },
    required: ["a"],
    definitions: { n: { type: "integer", minimum: 3 } },
  },
  "a tree": { $ref: "#/$defs/node", $defs: { node: NODE } },
  "a list that leads to its root": {
    type: "object",
    properties: { next: { anyOf: [{ $ref: "#" }, { type: "null" }] } },
    required: ["next"],
  },
  bounds: { type: "number", exclusiveMinimum: 0.25, exclusiveMaximum: 0.5 },
  "a negative number": { type: "integer", maximum: -3 },
  "a whole multiple": { type: "integer", multipleOf: 2.5, minimum: 6 },
  lengths: { type: "string", minLength: 4, maxLength: 4 },
  "an empty string": { type: "string", maxLength: 0 },
  "a name called __proto__": JSON.parse(
    '{"type":"object","properties":{"__proto__":{"type":"string"}},"required":["__proto__"]}',
  ),
};

const PATTERNS = [
  "^[a-z]{3}-\\d{2,4}$",
  "^(?:red|green)+$",
  "^\\+?[1-9]\\d{1,14}$",
  "^#(?:[0-9a-fA-F]{3}){1,2}$",
  "^(?<year>\\d{4})-(?<month>0[1-9]|1[0-2])$",
  "^[^\\s@]+@[^\\s@]+\\.[^\\s@]+$",
  "^\\p{Lu}\\p{Ll}*$",
  "^.{8,}$",
  "[.]txt$",
  "^$",
  "a|b",
  "^\\u0041\\x42\\[c\\]$",
  "^(?=.*[a-z])\\w{2}$",
];

const FORMATS =
  "date-time date time duration email hostname ipv4 ipv6 uri uri-reference uri-template uuid json-pointer relative-json-pointer regex byte".split(
    " ",
  );

describe("exampleOfSchema()", () => {
  it.each(Object.entries(SCHEMAS))("fits %s", (_what, schema) => {
    expect(schemaFaults(schema, exampleOfSchema(schema, "What of Paris?"))).toEqual([]);
  });

  it.each(PATTERNS)("fits the pattern %s", (pattern) => {
    const schema = { type: "string", pattern };

    expect(schemaFaults(schema, exampleOfSchema(schema, ""))).toEqual([]);
  });

  it("repeats parts of a pattern until the text is long enough", () => {
    const schema = { type: "string", pattern: "^[a-z]+$", minLength: 12, maxLength: 14 };

    expect(schemaFaults(schema, exampleOfSchema(schema, ""))).toEqual([]);
  });

  it.each(FORMATS)("fits the format %s, including in unique items", (format) => {
    const one = { type: "string", format };
    const several = { type: "array", items: one, uniqueItems: true, minItems: 4 };

    expect(schemaFaults(one, exampleOfSchema(one, ""))).toEqual([]);
    expect(schemaFaults(several, exampleOfSchema(several, ""))).toEqual([]);
  });

  it("fits any combination of these schemas", () => {
    const bounded = (type: string) =>
      fc
        .tuple(fc.integer({ min: -50, max: 50 }), fc.integer({ min: 0, max: 40 }))
        .map(([minimum, range]) => ({ type, minimum, maximum: minimum + range }));
    const { schema } = fc.letrec<{ schema: object; leaf: object }>((tie) => ({
      leaf: fc.oneof(
        fc.constantFrom(...["string", "boolean", "null"].map((type) => ({ type }))),
        bounded("integer"),
        bounded("number"),
        fc.constantFrom(...FORMATS).map((format) => ({ type: "string", format })),
        fc.uniqueArray(fc.string(), { minLength: 1 }).map((values) => ({ enum: values })),
        fc
          .tuple(fc.nat(9), fc.nat(9))
          .map(([minLength, more]) => ({ type: "string", minLength, maxLength: minLength + more })),
      ),
      schema: fc.oneof(
        { maxDepth: 4, depthIdentifier: "schema" },
        tie("leaf"),
        fc
          .record({
            properties: fc.dictionary(fc.string({ maxLength: 6 }), tie("schema"), { maxKeys: 4 }),
            isClosed: fc.boolean(),
            requiresAll: fc.boolean(),
          })
          .map(({ properties, isClosed, requiresAll }) => ({
            type: "object",
            properties,
            additionalProperties: !isClosed,
            required: requiresAll ? Object.keys(properties) : [],
          })),
        fc
          .tuple(tie("schema"), fc.nat(3))
          .map(([items, minItems]) => ({ type: "array", items, minItems })),
        fc.array(tie("schema"), { minLength: 1, maxLength: 3 }).map((anyOf) => ({ anyOf })),
        tie("schema").map((one) => ({ allOf: [one, { description: "A part" }] })),
      ),
    }));
    fc.assert(
      fc.property(schema, (given) => {
        expect(schemaFaults(given, exampleOfSchema(given, ""))).toEqual([]);
      }),
    );
  });

  it.each([
    ["nothing fits", false],
    ["a list never ends", { type: "object", properties: { a: { $ref: "#" } }, required: ["a"] }],
    ["nothing is left", { type: "integer", minimum: 3, maximum: 2 }],
    [
      "a closed object requires more",
      { type: "object", required: ["a"], additionalProperties: false },
    ],
    ["a pattern is met by nothing", { type: "string", pattern: "a^" }],
    ["items would be too many", { type: "array", minItems: 1_000_000_000 }],
    ["a reference leads nowhere", { $ref: "#/$defs/none" }],
  ])("is rejected if %s", (_what, schema) => {
    expect(() => exampleOfSchema(schema, "")).toThrow(/^Cannot answer as/u);
  });

  it("ends for definitions that each need ten of the next", () => {
    const $defs = Object.fromEntries(
      Array.from({ length: 12 }, (_, index) => [
        `d${index}`,
        { type: "array", minItems: 10, items: index < 11 ? { $ref: `#/$defs/d${index + 1}` } : {} },
      ]),
    );

    expect(() => exampleOfSchema({ $ref: "#/$defs/d0", $defs }, "")).toThrow(/^Cannot answer as/u);
  });

  it("accepts any JSON as a schema", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (schema) => {
        try {
          exampleOfSchema(schema, "");
        } catch (error) {
          expect(error).toMatchObject({ name: "SimulationError" });
        }
      }),
    );
  });
});
