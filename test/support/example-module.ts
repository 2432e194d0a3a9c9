import { parseAst } from "vitest/node";

import { asText, dig } from "../../src/wire/index.ts";
import type { PublicExport } from "./public-exports.ts";
import { ROOT } from "./rooms.ts";

/**
 * Turns an example into a module that checks itself. It imports the public names that the example neither declares nor
 * imports. An expression before a comment with a value, on its line or alone on the next, must have that value;
 * `// about 0.1` allows ±15 %. Other comments have no effect.
 */
export function exampleModule(code: string, names: readonly PublicExport[]): string {
  const { body } = parseAst(code, { lang: "ts", sourceType: "module" }, "example.ts");
  let checked = code;
  for (const statement of body.toReversed()) {
    if (statement.type !== "ExpressionStatement") continue;
    const expected = expectationAfter(code.slice(statement.end));
    if (expected === undefined) continue;
    const { start, end } = statement.expression;
    const check = `check(${code.slice(start, end)}).${expected};`;
    checked = checked.slice(0, statement.start) + check + checked.slice(statement.end);
  }
  return [
    `import { expect as check } from "vitest";`,
    ...importsFor(code, names),
    checked,
    // Makes it a module even without imports.
    "export {};\n",
  ].join("\n");
}

/** The assertion for the comment at the start of `rest`. */
function expectationAfter(rest: string): string | undefined {
  const comment = /^[ \t]*(?:\n[ \t]*)?\/\/ (.+)/.exec(rest)?.[1]?.trim();
  if (comment === undefined) return undefined;
  const about = /^about (-?[\d.e-]+)$/.exec(comment)?.[1];
  if (about !== undefined) {
    const [low, high] = [0.85 * Number(about), 1.15 * Number(about)].toSorted((a, b) => a - b);
    return `toSatisfy((value) => value >= ${low} && value <= ${high}, "about ${about}")`;
  }
  return isValue(comment) ? `toEqual(${comment})` : undefined;
}

/** Whether the code is a literal: a number, a string, an array or object of them, `undefined` and so on. */
function isValue(text: string): boolean {
  try {
    const [statement] = parseAst(
      `(${text});`,
      { lang: "ts", sourceType: "module" },
      "value.ts",
    ).body;
    return statement?.type === "ExpressionStatement" && isLiteral(statement.expression);
  } catch {
    return false;
  }
}

const NAMED_VALUES: readonly unknown[] = ["undefined", "NaN", "Infinity"];

/** The fields with the parts of each node that can be in a literal. */
const PARTS: Readonly<Record<string, string>> = {
  ArrayExpression: "elements",
  ObjectExpression: "properties",
  ParenthesizedExpression: "expression",
  Property: "value",
  UnaryExpression: "argument",
};

function isLiteral(node: unknown): boolean {
  if (Array.isArray(node)) return node.every(isLiteral);
  const type = asText(dig(node, "type")) ?? "";
  if (type === "Literal") return true;
  if (type === "Identifier") return NAMED_VALUES.includes(dig(node, "name"));
  const part = PARTS[type];
  return part !== undefined && isLiteral(dig(node, part));
}

/** Imports of the public names that the code uses and does not declare. */
function importsFor(code: string, names: readonly PublicExport[]): string[] {
  return names
    .filter(({ name }) => new RegExp(String.raw`(?<![\w.])${name}\b(?!\s*:)`).test(code))
    .filter(({ name }) => !isDeclared(code, name))
    .map(({ name, kind, room }) => {
      const typeOnly = kind === "type" ? "type " : "";
      return `import { ${typeOnly}${name} } from ${JSON.stringify(`${ROOT}/src/${room}/index.ts`)};`;
    });
}

function isDeclared(code: string, name: string): boolean {
  const declared = String.raw`(?:const|let|function|class) ${name}\b`;
  const imported = String.raw`import \{[^}]*\b${name}\b[^}]*\}`;
  return new RegExp(`${declared}|${imported}`).test(code);
}
