import { existsSync } from "node:fs";
import { join } from "node:path";

import { decodeUtf8Log } from "../../wire/index.ts";
import { readTextFile } from "../plan/text-file.ts";
import { parseRun, type StoredRun } from "./parse-run.ts";
import { MANIFEST_FILE, REQUESTS_FILE } from "./run-folder.ts";

/**
 * Reads a run's folder, as {@link parseRun}.
 *
 * @throws {PlanError} When the folder is not a run's, or was written by a later release.
 *
 * @example
 * ```ts
 * const error = await readRun("no-such-run").catch((reason) => reason);
 * error.name; // "PlanError"
 * ```
 */
export async function readRun(path: string): Promise<StoredRun> {
  const file = join(path, MANIFEST_FILE);
  const manifest = await readTextFile(file);
  return parseRun({ manifest, requests: await requestsOf(path) }, file);
}

/** Empty if the run was killed before its first request had ended. */
async function requestsOf(path: string): Promise<string> {
  const file = join(path, REQUESTS_FILE);
  return existsSync(file) ? readTextFile(file, decodeUtf8Log) : "";
}
