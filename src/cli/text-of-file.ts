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
    throw new UsageError(`Cannot read "${path}": ${whyNoFile(error)}`);
  }
}

/** Why a file cannot be used, in words; by the system's code where there are none. */
export function whyNoFile(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
  return REASONS[code] ?? code;
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file or folder",
  ENOTDIR: "there is no such folder",
  EISDIR: "it is a folder, not a file",
  EACCES: "this user may not",
  ENOSPC: "no space is left",
};
