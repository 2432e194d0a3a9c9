import { existsSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";

import { readText } from "./plan-file.ts";
import { PlanError } from "./plan-error.ts";
import { MANIFEST_FILE, REQUESTS_FILE } from "./run-folder.ts";
import type { Run } from "./run-record.ts";
import { manifestSchema, requestSchema } from "./run-schema.ts";

/** A run, and what of its files could not be read. */
export interface StoredRun extends Run {
  /** Lines of `requests.jsonl` that are not whole: the last one of a run that was killed. */
  readonly unreadableLines: number;
}

/**
 * Reads a run's folder. A run that was killed can be read: its status is still `running`, it has no
 * validity, and a broken line is counted and left out.
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
  const manifest = v.safeParse(
    v.pipe(v.string(), v.parseJson(), manifestSchema),
    await readText(join(path, MANIFEST_FILE), "the run"),
  );
  if (!manifest.success) {
    throw new PlanError(
      `Cannot read the run "${path}": its ${MANIFEST_FILE} is not one, at "${v.getDotPath(manifest.issues[0]) ?? "its start"}"`,
    );
  }
  const lines = (await requestLines(path)).map((line) =>
    v.safeParse(v.pipe(v.string(), v.parseJson(), requestSchema), line),
  );
  return {
    manifest: manifest.output,
    requests: lines.flatMap((line) => (line.success ? [line.output] : [])),
    unreadableLines: lines.filter((line) => !line.success).length,
  };
}

/** None where the run was killed before its first request had ended. */
async function requestLines(path: string): Promise<string[]> {
  const file = join(path, REQUESTS_FILE);
  const text = existsSync(file) ? await readText(file, "the run") : "";
  return text.split("\n").filter((line) => line.trim() !== "");
}
