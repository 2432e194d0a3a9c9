import { readFile } from "node:fs/promises";

import { whyNoFile } from "./text-of-file.ts";
import { UsageError } from "./usage-error.ts";

/**
 * The bytes of a file that an option names.
 *
 * @throws {UsageError} When it cannot be read.
 */
export async function readOptionFile(path: string, option: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    throw new UsageError(`Cannot use --${option} "${path}": ${whyNoFile(error)}`);
  }
}
