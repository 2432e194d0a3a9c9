import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { formattedAnswer } from "../../../src/simulator/answer/formatted-answer.ts";
import { SimulationError } from "../../../src/simulator/simulation-error.ts";
import { schemaFaults } from "../../support/schema-faults.ts";

/** The answer's value, or `refused`. */
function valueFor(schema: object): unknown {
  try {
    return JSON.parse(formattedAnswer({ kind: "json-schema", schema }, "What of Paris?", "Prose"));
  } catch (error) {
    if (error instanceof SimulationError) return "refused";
    throw error;
  }
}

const $defs = { short: { type: "string", maxLength: 3 }, one: { type: "integer", enum: [1, 2] } };

/** Schemas whose parts may contradict each other. */
const { schema: anySchema } = fc.letrec<{ schema: object; value: unknown; rules: object }>(
  (tie) => ({
    value: fc.constantFrom<unknown>(null, true, 0, 1, 2.5, "", "Paris", "ab", [], ["ab"], {}),
    rules: fc.record(
      {
        type: fc.constantFrom("string", "integer", "number", "object", "array", ["string", "null"]),
        const: tie("value"),
        enum: fc.array(tie("value"), { minLength: 1, maxLength: 3 }),
        default: tie("value"),
        minimum: fc.integer({ min: -3, max: 3 }),
        exclusiveMaximum: fc.integer({ min: -3, max: 3 }),
        multipleOf: fc.constantFrom(2, 3, 2.5),
        minLength: fc.nat(9),
        maxLength: fc.nat(9),
        pattern: fc.constantFrom("^a", "b$", "^\\d+$"),
        minItems: fc.nat(3),
        maxItems: fc.nat(3),
        uniqueItems: fc.boolean(),
        required: fc.uniqueArray(fc.constantFrom("a", "b"), { maxLength: 2 }),
        additionalProperties: fc.boolean(),
        minProperties: fc.nat(3),
        maxProperties: fc.nat(3),
      },
      { requiredKeys: [] },
    ),
    schema: fc.oneof(
      { maxDepth: 4, depthIdentifier: "schema" },
      tie("rules"),
      fc
        .record(
          {
            rules: tie("rules"),
            $ref: fc.constantFrom("#/$defs/short", "#/$defs/one"),
            allOf: fc.array(tie("schema"), { minLength: 1, maxLength: 3 }),
            anyOf: fc.array(tie("schema"), { minLength: 1, maxLength: 3 }),
            oneOf: fc.array(tie("schema"), { minLength: 1, maxLength: 3 }),
            properties: fc.record({ a: tie("schema"), b: tie("schema") }, { requiredKeys: [] }),
            items: tie("schema"),
          },
          { requiredKeys: ["rules"] },
        )
        .map(({ rules, ...parts }) => ({ ...rules, ...parts })),
    ),
  }),
);

describe("formattedAnswer()", () => {
  it("fits the schema or is refused, even if parts of the schema contradict each other", () => {
    fc.assert(
      fc.property(anySchema, (part) => {
        const schema = { ...part, $defs };
        const value = valueFor(schema);

        expect(value === "refused" ? [] : schemaFaults(schema, value)).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it.each<[string, object, unknown]>([
    ["an enum with other rules", { type: "integer", enum: ["a", 1, 2], minimum: 2 }, 2],
    ["a default that does not fit", { type: "string", default: null }, "Paris"],
    ["a default that fits", { anyOf: [{ type: "string" }, { type: "null" }], default: null }, null],
    ["enums in allOf", { allOf: [{ enum: ["b"] }, { enum: ["a", "b"] }] }, "b"],
    ["references in allOf", { allOf: [{ $ref: "#/$defs/short" }, { minLength: 2 }] }, "Par"],
    ["the same reference twice", { allOf: [{ $ref: "#/$defs/one" }, { $ref: "#/$defs/one" }] }, 1],
    ["a reference beside anyOf", { $ref: "#/$defs/short", anyOf: [{ maxLength: 2 }] }, "Pa"],
    ["anyOf beside oneOf", { anyOf: [{ type: "string" }, {}], oneOf: [{ type: "integer" }] }, 1],
    [
      "oneOf with alternatives that include each other",
      { oneOf: [{ type: "string" }, { type: "string", maxLength: 9 }, { type: "integer" }] },
      1,
    ],
    [
      "a tuple of earlier drafts",
      { type: "array", items: [{ type: "boolean" }, {}] },
      [true, "Paris"],
    ],
    ["an exclusive limit of OpenAPI", { type: "integer", minimum: 3, exclusiveMinimum: true }, 4],
  ])("follows %s", (_what, part, expected) => {
    expect(valueFor({ ...part, $defs })).toEqual(expected);
  });

  it("terminates for definitions that each refer twice to the next", () => {
    const many = Object.fromEntries(
      Array.from({ length: 40 }, (_, index) => {
        const next = { $ref: `#/$defs/d${index + 1}` };
        return [`d${index}`, index < 39 ? { allOf: [next, next], anyOf: [next, next] } : {}];
      }),
    );

    expect(valueFor({ $ref: "#/$defs/d0", $defs: many })).toBe("refused");
  });

  it.each<[string, object]>([
    ["no alternative of oneOf fits alone", { oneOf: [{ type: "number" }, { type: "integer" }] }],
    ["two patterns must match", { allOf: [{ type: "string", pattern: "^a" }, { pattern: "z$" }] }],
    ["a keyword is not followed", { type: "object", unevaluatedProperties: false }],
  ])("is refused if %s", (_what, schema) => {
    expect(valueFor(schema)).toBe("refused");
  });
});
