import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

import { commands } from "../../src/cli/command-line.ts";
import { dig } from "../../src/wire/index.ts";
import { ROOT } from "../support/run-cli.ts";

const scripts = dig(JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")), "scripts");

/** What is documented for people: pages, and each command's help. */
const documents: readonly (readonly [string, string])[] = [
  ...[
    "README.md",
    "CONTRIBUTING.md",
    ...readdirSync(join(ROOT, "docs")).map((name) => `docs/${name}`),
  ]
    .filter((path) => path.endsWith(".md"))
    .map((path) => [path, readFileSync(join(ROOT, path), "utf8")] as const),
  ...commands.map(({ name, help }) => [`millrace ${name} --help`, help] as const),
];

/** Lines of code and code in a line. */
function codeIn(text: string): readonly string[] {
  const blocks = [...text.matchAll(/^```sh\n([\s\S]*?)^```/gmu)].flatMap(([, code = ""]) =>
    code.split("\n"),
  );
  const indented = text.split("\n").filter((line) => /^ {2,4}\S/u.test(line));
  const inline = [...text.matchAll(/`([^`\n]+)`/gu)].map(([, code = ""]) => code);
  return [...blocks, ...indented, ...inline];
}

/** The words of a shell's simple command: quotes are removed, comments and redirections are left out. */
function wordsOf(command: string): readonly string[] {
  const words = command.match(/(?:'[^']*'|"[^"]*"|[^\s'"])+/gu) ?? [];
  const end = words.findIndex((word) => ["#", "<", ">", "|"].includes(word));
  return (end === -1 ? words : words.slice(0, end)).map((word) => word.replaceAll(/['"]/gu, ""));
}

/** The arguments of every `millrace …`, however it is started. */
function callsIn(text: string): readonly (readonly string[])[] {
  const start =
    /(?:^|[|;] ?)\s*(?:npm run(?: -s)? (?:millrace --|(?=bench -- ))|millrace(?= ))\s*(.*)$/u;
  return codeIn(text).flatMap((line) => {
    const [, rest] = start.exec(line) ?? [];
    if (rest === undefined || rest === "") return [];
    return [wordsOf(rest.replace(/^bench -- /u, "bench "))];
  });
}

const calls = documents.flatMap(([where, text]) =>
  callsIn(text).map((words) => ({ where, line: words.join(" "), words })),
);

describe("documentation", () => {
  it("has commands in every page about them", () => {
    const pages = new Set(calls.map(({ where }) => where));

    expect([...pages]).toEqual(
      expect.arrayContaining([
        "README.md",
        "docs/command-line.md",
        "docs/providers.md",
        "docs/simulator.md",
        ...commands.map(({ name }) => `millrace ${name} --help`),
      ]),
    );
  });

  it.each(calls)("$where: millrace $line", ({ words: [name = "", ...args] }) => {
    if (name.startsWith("-") || name === "…" || name === "<command>") return;
    const command = commands.find((known) => known.name === name);

    expect(name).toBe(command?.name);
    const flags = args.filter((arg) => arg !== "--help" && arg !== "--debug");
    expect(() => command?.parse(flags)).not.toThrow();
  });

  it.each(
    documents.flatMap(([where, text]) =>
      [
        ...text.matchAll(/\bnpm (?:run (?:-s )?)?(?<script>start|test|(?<=run (?:-s )?)[\w-]+)/gu),
      ].map(({ groups }) => [where, groups?.["script"] ?? ""] as const),
    ),
  )("%s: npm run %s", (_, script) => {
    expect(scripts).toHaveProperty(script);
  });
});
