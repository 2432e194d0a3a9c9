import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { jsonPathSteps } from "../../src/wire/json-path.ts";

/** A path as RFC 9535 normalizes it. */
function normalizedPath(steps: readonly (string | number)[]): string {
  const segments = steps.map((step) =>
    typeof step === "number" ? `[${step}]` : `['${escaped(step)}']`,
  );
  return `$${segments.join("")}`;
}

/** The escapes of JSON, for single quotes. */
const escaped = (name: string) =>
  JSON.stringify(name).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'");

describe("jsonPathSteps()", () => {
  it.each([
    ["$", []],
    ["$.location", ["location"]],
    ["$.recipe.ingredients[12].amount", ["recipe", "ingredients", 12, "amount"]],
    ["$['a.b'][\"c'd\"]", ["a.b", "c'd"]],
    ["$['it\\'s'].__proto__", ["it's", "__proto__"]],
    ["$.naïve-key_1", ["naïve-key_1"]],
  ])("reads %s", (path, steps) => {
    expect(jsonPathSteps(path)).toEqual(steps);
  });

  it.each([
    "",
    "a",
    "$.",
    "$..a",
    "$[*]",
    "$.*",
    "$[-1]",
    "$[1:2]",
    "$[01]",
    "$[?@.a]",
    "$['a",
    "$a",
  ])("refuses %s", (path) => {
    expect(jsonPathSteps(path)).toBeUndefined();
  });

  it("reads every normalized path", () => {
    const step = fc.oneof(fc.string({ unit: "binary" }), fc.nat());
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        expect(jsonPathSteps(normalizedPath(steps))).toEqual(steps);
      }),
    );
  });
});
