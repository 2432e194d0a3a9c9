import { readFileSync } from "node:fs";

import { UsageError } from "./usage-error.ts";

/**
 * The text of a file that a person named.
 *
 * @throws {UsageError} When it cannot be read.
 */
export function textOfFile(path: string): string {
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
