import { appendFile } from "node:fs/promises";

import { fileProblem } from "../bench/index.ts";
import { UsageError } from "./usage-error.ts";

/**
 * Makes a file if it is not there, so that what is written at the end is not lost then.
 *
 * @param what What is written, as in `Cannot write ‹what›`.
 * @throws {UsageError} When it cannot be written.
 */
export async function requireWritable(path: string, what: string): Promise<void> {
  try {
    await appendFile(path, "");
  } catch (error) {
    throw new UsageError(
      `Cannot write ${what} to "${path}" as it must be a file that can be written: ${fileProblem(error)}`,
    );
  }
}
