import { appendFile } from "node:fs/promises";

import { StoreError } from "../../bench/index.ts";
import { UsageError } from "./usage-error.ts";

/**
 * Makes a file if it does not exist, so that what is written to it later is not lost.
 *
 * @throws {UsageError} When it cannot be written.
 */
export async function requireWritable(path: string): Promise<void> {
  try {
    await appendFile(path, "");
  } catch (error) {
    throw new UsageError(new StoreError(path, error).message, { cause: error });
  }
}
