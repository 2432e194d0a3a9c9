import { readFileSync } from "node:fs";

import { fileProblem } from "../../bench/index.ts";
import { decodeUtf8File } from "../../wire/index.ts";
import { UsageError } from "./usage-error.ts";

/**
 * Reads a UTF-8 file, without its byte order mark.
 *
 * @param decode Decoder for a file whose last line may be truncated.
 * @throws {UsageError} When it cannot be read, or is not UTF-8.
 */
export function textOfFile(path: string, decode = decodeUtf8File): string {
  try {
    return decode(readFileSync(path));
  } catch (error) {
    throw new UsageError(`Cannot read "${path}" as ${fileProblem(error)}`, { cause: error });
  }
}
