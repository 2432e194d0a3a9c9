import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";

/** The checkout, as an absolute path. */
export const ROOT = join(import.meta.dirname, "../..");

/** The rooms of `src/`, lowest first: a room imports only rooms before it. */
export const ROOMS = [
  "clock",
  "stats",
  "events",
  "wire",
  "text",
  "markdown",
  "buffers",
  "providers",
  "lifecycle",
  "protocols",
  "conversation",
  "speech",
  "simulator",
  "metrics",
  "bench",
  "report",
  "notebook",
  "server",
  "apps",
  "cli",
] as const;

/**
 * The rooms inside rooms, lowest first: folders or single files. `.` is all other files of the room. Unlisted files are
 * above all listed ones.
 */
export const SUB_ROOMS: Readonly<Record<string, readonly string[]>> = {
  providers: [
    "request",
    "provider.ts",
    "decode",
    "http",
    "openai",
    "anthropic",
    "gemini",
    "ollama",
    "bedrock",
    "custom",
    "recordings",
    "catalogue",
  ],
  simulator: [
    "simulation-error.ts",
    "json-object.ts",
    "json-schema",
    "settings",
    "timing",
    "answer",
    "dialects/dialect.ts",
    "dialects/frames.ts",
    "dialects/requests",
    "dialects/answers",
    "dialects/openai",
    "dialects/anthropic",
    "dialects/gemini",
    "dialects/ollama",
    "dialects/bedrock",
    "engine",
    "truth",
    "delivery",
    "realtime",
    "framework",
    "fidelity",
    "server",
  ],
  bench: ["plan", "store", "validity", "measure"],
  report: [
    "conclusions",
    "words",
    "charts",
    "tables",
    "printable-run.ts",
    "report.ts",
    "renderers",
  ],
  stats: ["distributions", "."],
  markdown: ["tree.ts", "inlines", "blocks", "html", "."],
  cli: ["exit.ts", "output", "inputs", ".", "commands", "command-line.ts", "main.ts"],
};

/** The rooms that have been built, lowest first. */
export const builtRooms: readonly string[] = ROOMS.filter((room) =>
  filesBelow("src").some((file) => file === `src/${room}/index.ts`),
);

/** The built rooms that users import: all but the command line, which is a program. */
export const publicRooms = builtRooms.filter((room) => room !== "cli");

/** All TypeScript files below a folder of the checkout, relative to it, with `/` between names. */
export function filesBelow(folder: string): string[] {
  return listFiles(folder, ".ts");
}

/** As {@link filesBelow}, for files of any ending. */
export function listFiles(folder: string, ending: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)).split(sep).join("/"))
    .toSorted();
}

/** The text of a file. */
export function sourceOf(file: string): string {
  return readFileSync(join(ROOT, file), "utf8");
}

/** Strings and templates come first, so that the `//` of a URL is not a comment. */
const TEXT = /"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`|\/\*[\s\S]*?\*\/|\/\/.*/g;

/** The code of a file: its source without comments. */
export function codeOf(file: string): string {
  return sourceOf(file).replaceAll(TEXT, (text) => (text.startsWith("/") ? " " : text));
}

/** The code of a file without comments and strings; templates with expressions are kept. */
export function wordlessCodeOf(file: string): string {
  return sourceOf(file).replaceAll(TEXT, (text) => (/(?<!\\)\$\{/.test(text) ? text : " "));
}

/** The comments and the strings of a file. */
export function textsOf(file: string): string[] {
  return Array.from(sourceOf(file).matchAll(TEXT), ([text]) => text);
}

/** The modules that a file imports from or re-exports, as they are written. */
export function importsOf(file: string): string[] {
  const found = codeOf(file).matchAll(/(?:\bfrom\s*|\bimport\s*\(?\s*)["']([^"'\n]+)["']/g);
  return Array.from(found, ([, specifier = ""]) => specifier);
}

/** The relative imports of a file, as files of the checkout. */
export function importedFiles(file: string): string[] {
  return importsOf(file)
    .filter((specifier) => specifier.startsWith("."))
    .map((specifier) => join(dirname(file), specifier).split(sep).join("/"));
}

/** The room of a file in `src/`; `undefined` for `src/index.ts`, which is above all rooms. */
export function roomOf(file: string): string | undefined {
  return /^src\/([^/]+)\//.exec(file)?.[1];
}
