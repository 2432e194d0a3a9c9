import { readFile } from "node:fs/promises";

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
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    const rule =
      code === "ENOENT" ? "there is no such file" : `it cannot be read (${String(code ?? error)})`;
    throw new UsageError(`Cannot use --${option} "${path}": ${rule}`);
  }
}
