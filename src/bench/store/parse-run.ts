import * as v from "valibot";

import { PlanError } from "../plan/plan-error.ts";
import { metricRenaming } from "./rename-metrics.ts";
import type { Run } from "./run.ts";
import { manifestSchema, requestSchema } from "./run-schema.ts";

/** A run, and what of its files could not be read. */
export interface StoredRun extends Run {
  /** Lines of `requests.jsonl` that are not whole: the last one of a run that was killed. */
  readonly unreadableLines: number;
}

/** The content of a run's files. */
export interface RunFiles {
  /** Of `manifest.json`. */
  readonly manifest: string;
  /** Of `requests.jsonl`; empty if the run was killed before its first request had ended. */
  readonly requests: string;
}

/**
 * Parses the files of a run, in Node, Deno and the browser. A run that is under way or was killed can be read: its
 * status is `running`, it has no validity, and a broken line is counted and left out.
 *
 * @param file The manifest's path, for messages.
 * @throws {PlanError} When it is not the manifest of a run, or was written by a later release.
 *
 * @example
 * ```ts
 * let message = "";
 * try { parseRun({ manifest: "{}", requests: "" }, "manifest.json"); } catch (error) { message = error.message; }
 * message; // "Cannot read \"manifest.json\" as it must be the manifest of a run: its field \"v\" is missing"
 * ```
 */
export function parseRun(files: RunFiles, file: string): StoredRun {
  const json = v.safeParse(v.pipe(v.string(), v.parseJson()), files.manifest);
  if (!json.success) throw notAManifest(file, "it is not JSON");
  const renaming = metricRenaming(json.output);
  const manifest = v.safeParse(manifestSchema(file), renaming.manifest);
  if (!manifest.success) throw notAManifest(file, faultOf(manifest.issues[0]));
  const lines = files.requests
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => v.safeParse(v.pipe(v.string(), v.parseJson(), requestSchema), line));
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
