import { existsSync } from "node:fs";
import { dirname } from "node:path";

import { asText, dig } from "../../wire/index.ts";
import { fileProblem } from "../plan/text-file.ts";

/**
 * A file or folder that cannot be written, with the reason in plain words.
 *
 * @example
 * ```ts
 * const cause = Object.assign(new Error("ENOSPC: no space left"), { code: "ENOSPC" });
 * new StoreError("runs/a/requests.jsonl", cause).message;
 * // "Cannot write \"runs/a/requests.jsonl\" as the disk is full"
 * ```
 */
export class StoreError extends Error {
  override readonly name = "StoreError";
  readonly path: string;
  /** The platform's error code, as in `ENOSPC`; `undefined` if there is none. */
  readonly code: string | undefined;

  /** @param consequence What is lost or done because of it, at the end of the message. */
  constructor(path: string, cause: unknown, consequence?: string) {
    const code = asText(dig(cause, "code"));
    const problem = code === "ENOENT" ? whyNotThere(path) : fileProblem(cause);
    const end = consequence === undefined ? "" : `: ${consequence}`;
    super(`Cannot write "${path}" as ${problem}${end}`, { cause });
    this.path = path;
    this.code = code;
  }
}

/** Some file systems, such as `/proc`, refuse new files as if a folder were missing. */
function whyNotThere(path: string): string {
  return existsSync(dirname(path)) ? "no file can be made there" : "its folder does not exist";
}
