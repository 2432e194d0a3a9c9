import { existsSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";

import { decodeUtf8Log } from "../../wire/index.ts";
import { PlanError } from "../plan/plan-error.ts";
import { MANIFEST_FILE, REQUESTS_FILE } from "./run-folder.ts";
import type { Run } from "./run.ts";
import { metricRenaming } from "./rename-metrics.ts";
import { manifestSchema, requestSchema } from "./run-schema.ts";
import { readTextFile } from "../plan/text-file.ts";

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
  const file = join(path, MANIFEST_FILE);
  const json = v.safeParse(v.pipe(v.string(), v.parseJson()), await readTextFile(file));
  if (!json.success) throw notAManifest(file, "it is not JSON");
  const renaming = metricRenaming(json.output);
  const manifest = v.safeParse(manifestSchema(file), renaming.manifest);
  if (!manifest.success) throw notAManifest(file, faultOf(manifest.issues[0]));
  const lines = (await requestLines(path)).map((line) =>
    v.safeParse(v.pipe(v.string(), v.parseJson(), requestSchema), line),
  );
  return {
    manifest: manifest.output,
    requests: lines.flatMap((line) => (line.success ? [renaming.request(line.output)] : [])),
    unreadableLines: lines.filter((line) => !line.success).length,
  };
}

function notAManifest(file: string, fault: string): PlanError {
  return new PlanError(`Cannot read "${file}" as it must be the manifest of a run: ${fault}`);
}

function faultOf(issue: v.BaseIssue<unknown>): string {
  const field = v.getDotPath(issue);
  if (field === null) return "it is not an object";
  return `its field "${field}" is ${issue.input === undefined ? "missing" : "wrong"}`;
}

/** Empty if the run was killed before its first request had ended. */
async function requestLines(path: string): Promise<string[]> {
  const file = join(path, REQUESTS_FILE);
  const text = existsSync(file) ? await readTextFile(file, decodeUtf8Log) : "";
  return text.split("\n").filter((line) => line.trim() !== "");
}
