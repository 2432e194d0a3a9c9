import { readFile } from "node:fs/promises";

import { messageOf } from "../../events/index.ts";
import { asText, decodeUtf8File, dig } from "../../wire/index.ts";
import { PlanError } from "./plan-error.ts";

const PROBLEMS: Readonly<Record<string, string>> = {
  EACCES: "permission is denied",
  EDQUOT: "the disk quota is used up",
  EEXIST: "a file with that name exists",
  EFBIG: "the largest allowed file size is reached",
  EIO: "the disk reports an input/output error",
  EISDIR: "it is a folder, not a file",
  ELOOP: "it is a circular symbolic link",
  EMFILE: "too many files are open",
  ENAMETOOLONG: "its name is too long",
  ENFILE: "too many files are open",
  ENOENT: "there is no such file or folder",
  ENOSPC: "the disk is full",
  ENOTDIR: "part of its path is not a folder",
  EPERM: "permission is denied",
  EROFS: "the file system is read-only",
};

/**
 * Human-readable reason why a file cannot be read or written, as a clause, or the first line of the error's message if
 * its code is not a common one.
 *
 * @example
 * ```ts
 * fileProblem(Object.assign(new Error("ENOSPC: no space left"), { code: "ENOSPC" })); // "the disk is full"
 * ```
 */
export function fileProblem(error: unknown): string {
  const known = PROBLEMS[asText(dig(error, "code")) ?? ""];
  if (known !== undefined) return known;
  const [line = ""] = messageOf(error).split("\n");
  return line;
}

/**
 * Reads a UTF-8 file, without its byte order mark.
 *
 * @param decode For files that may be truncated, such as logs.
 * @throws {PlanError} When the file cannot be read, or is not UTF-8.
 */
export async function readTextFile(path: string, decode = decodeUtf8File): Promise<string> {
  try {
    return decode(await readFile(path));
  } catch (error) {
    throw new PlanError(`Cannot read "${path}" as ${fileProblem(error)}`, { cause: error });
  }
}
