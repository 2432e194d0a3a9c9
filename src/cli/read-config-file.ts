import { readFileSync } from "node:fs";

import { parse, YAMLParseError } from "yaml";

import { UsageError } from "./usage-error.ts";

/**
 * Reads a YAML file; JSON is YAML too.
 *
 * @throws {UsageError} When it cannot be read, or is neither.
 */
export function readConfigFile(path: string): unknown {
  const text = textOf(path);
  try {
    const value: unknown = parse(text);
    return value ?? {};
  } catch (error) {
    if (!(error instanceof YAMLParseError)) throw error;
    const [sentence = ""] = error.message.split("\n");
    throw new UsageError(
      `Cannot read "${path}" as it must be YAML or JSON: ${sentence.replace(/:$/u, "")}`,
    );
  }
}

function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
    const reasons: Readonly<Record<string, string>> = {
      ENOENT: "there is no such file",
      EISDIR: "it is a folder, not a file",
      EACCES: "it may not be read",
    };
    throw new UsageError(`Cannot read "${path}": ${reasons[code] ?? code}`);
  }
}
