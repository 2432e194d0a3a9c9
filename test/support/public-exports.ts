import { dirname, join } from "node:path";

import { parseAst } from "vitest/node";

import { codeOf, sourceOf } from "./rooms.ts";

/** One export of a room's index. */
export interface PublicExport {
  readonly name: string;
  readonly room: string;
  /** The file that declares it, relative to the checkout. */
  readonly file: string;
  readonly kind: "function" | "class" | "value" | "type";
  /** The text of its doc comment, without the comment marks; `undefined` if it has none. */
  readonly doc: string | undefined;
}

/** All exports of `src/<room>/index.ts`. */
export function publicExportsOf(room: string): PublicExport[] {
  const lists = codeOf(`src/${room}/index.ts`).matchAll(
    /export (?:type )?\{([^}]*)\} from "([^"]+)"/g,
  );
  return Array.from(lists).flatMap(([, names = "", from = ""]) => {
    const file = join(dirname(`src/${room}/index.ts`), from);
    const declarations = declarationsIn(file);
    return names
      .split(",")
      .map((name) => name.trim().replace(/^type /, ""))
      .filter((name) => name !== "")
      .map((entry) => {
        const [declaredName = "", name = declaredName] = entry.split(" as ");
        const declared = declarations.get(declaredName);
        if (declared === undefined) throw new Error(`${file} does not declare ${declaredName}`);
        return { name, room, file, ...declared };
      });
  });
}

/** The source of every `ts` block that follows an `@example` of a doc comment. */
export function examplesIn(doc: string): string[] {
  return doc
    .split(/^@/m)
    .filter((section) => section.startsWith("example"))
    .flatMap(tsBlocksIn);
}

/** The source of every block in Markdown that is fenced as exactly `ts`. */
export function tsBlocksIn(markdown: string): string[] {
  return Array.from(markdown.matchAll(/^```ts\n([\s\S]*?)^```$/gm), ([, code = ""]) => code);
}

type Declaration = Pick<PublicExport, "kind" | "doc">;

const KINDS: Readonly<Record<string, Declaration["kind"]>> = {
  FunctionDeclaration: "function",
  TSDeclareFunction: "function",
  ClassDeclaration: "class",
  VariableDeclaration: "value",
  TSTypeAliasDeclaration: "type",
  TSInterfaceDeclaration: "type",
};

function declarationsIn(file: string): Map<string, Declaration> {
  const source = sourceOf(file);
  const found = new Map<string, Declaration>();
  for (const statement of parseAst(source, { lang: "ts", sourceType: "module" }, file).body) {
    if (statement.type !== "ExportNamedDeclaration" || !statement.declaration) continue;
    const { declaration, start } = statement;
    const kind = KINDS[declaration.type];
    const name = nameOf(declaration);
    // For an overloaded function, the first declaration has the doc comment.
    if (kind === undefined || name === undefined || found.has(name)) continue;
    found.set(name, { kind, doc: docBefore(source.slice(0, start)) });
  }
  return found;
}

function nameOf(declaration: {
  readonly id?: unknown;
  readonly declarations?: readonly { readonly id: unknown }[];
}): string | undefined {
  const id = declaration.id ?? declaration.declarations?.[0]?.id;
  if (typeof id !== "object" || id === null || !("name" in id)) return undefined;
  return typeof id.name === "string" ? id.name : undefined;
}

function docBefore(text: string): string | undefined {
  const before = text.trimEnd();
  if (!before.endsWith("*/")) return undefined;
  const start = before.lastIndexOf("/*");
  if (!before.startsWith("/**", start)) return undefined;
  return before
    .slice(start + "/**".length, -"*/".length)
    .split("\n")
    .map((line) => line.replace(/^\s*\* ?/, ""))
    .join("\n")
    .trim();
}
