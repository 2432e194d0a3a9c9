import { appendFile } from "node:fs/promises";

import { StoreError } from "../../bench/index.ts";
import { UsageError } from "./usage-error.ts";

/**
 * Creates a file if it does not exist, so that later results are not lost.
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
