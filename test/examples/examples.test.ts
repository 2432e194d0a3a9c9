import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { beforeAll, describe, expect, it } from "vitest";

import { exampleModule } from "../support/example-module.ts";
import { examplesIn, publicExportsOf, tsBlocksIn } from "../support/public-exports.ts";
import { publicRooms, ROOT, sourceOf } from "../support/rooms.ts";

const names = publicRooms.flatMap(publicExportsOf);

/** Inside the checkout, where the modules' own imports are resolved, and outside of `node_modules`. */
const folder = join(ROOT, ".millrace/examples");

async function runExample(title: string, code: string): Promise<void> {
  const file = join(folder, `${title}.ts`);
  writeFileSync(file, exampleModule(code, names));
  await import(/* @vite-ignore */ file);
}

/** A reader is not shown the last bits of a calculation. */
function agreeInTwelveDigits(a: unknown, b: unknown): boolean | undefined {
  if (typeof a !== "number" || typeof b !== "number") return undefined;
  return Object.is(a, b) || Math.abs(a - b) <= 1e-12 * Math.max(Math.abs(a), Math.abs(b));
}

beforeAll(() => {
  expect.addEqualityTesters([agreeInTwelveDigits]);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
});

describe.each(publicRooms)("the room %s", (room) => {
  const own = names.filter((one) => one.room === room);
  const examples = own.flatMap(({ name, doc }) =>
    examplesIn(doc ?? "").map((code, index) => ({ title: `${name}-${index + 1}`, code })),
  );

  it("has a doc comment for every public name", () => {
    expect(own.filter(({ doc }) => doc === undefined).map(({ name }) => name)).toEqual([]);
  });

  it("has an example for every public function and class", () => {
    const callable = own.filter(({ kind }) => kind === "function" || kind === "class");
    const without = callable.filter(({ doc }) => examplesIn(doc ?? "").length === 0);

    expect(without.map(({ name }) => name)).toEqual([]);
  });

  it.each(examples)("runs the example $title", async ({ title, code }) => {
    await runExample(`${room}-${title}`, code);
  });
});

const documents = ["README.md", ...readdirSync(join(ROOT, "docs")).map((name) => `docs/${name}`)]
  .filter((file) => file.endsWith(".md") && existsSync(join(ROOT, file)))
  .map((file) => ({ file, blocks: tsBlocksIn(sourceOf(file)) }))
  .filter(({ blocks }) => blocks.length > 0);

describe.each(documents)("$file", ({ file, blocks }) => {
  it.each(blocks.map((code, index) => ({ number: index + 1, code })))(
    "runs its block $number",
    async ({ number, code }) => {
      await runExample(`${file.replaceAll(/\W/g, "-")}-${number}`, code);
    },
  );
});

describe("exampleModule()", () => {
  it.each([
    ["a value on the line", "1 + 1; // 2", "check(1 + 1).toEqual(2); // 2"],
    [
      "a value on the next line",
      "f(\n  1,\n);\n// { a: [-1] }",
      "check(f(\n  1,\n)).toEqual({ a: [-1] });",
    ],
    ["an awaited value", "await f(); // undefined", "check(await f()).toEqual(undefined);"],
    ["an approximate value", "f(); // about 2", "value >= 1.7 && value <="],
    ["a remark", "f(); // shows text", "f(); // shows text"],
    ["a remark of one word", "f(); // text", "f(); // text"],
  ])("reads %s", (_what, code, expected) => {
    expect(exampleModule(code, [])).toContain(expected);
  });
});
