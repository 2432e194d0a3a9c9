import { readFile } from "node:fs/promises";

import { decodeUtf8File } from "../../wire/index.ts";
import { fileProblem } from "./file-problem.ts";
import { PlanError } from "./plan-error.ts";

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
