import { existsSync, readdirSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";

import { UsageError } from "./usage-error.ts";

const MANIFEST = "manifest.json";

const NAMED = 3;

/**
 * Finds the folder of a run, given that folder or its manifest.
 *
 * @throws {UsageError} When it is a folder of several runs; the message names the newest.
 */
export function findRun(path: string): string {
  if (basename(path) === MANIFEST && isFile(path)) return dirname(path);
  const runs = isFile(join(path, MANIFEST)) ? [] : runsIn(path);
  if (runs.length === 0) return path;
  const newest = runs.slice(0, NAMED).map((name) => `"${join(path, name)}"`);
  const rest = runs.length > NAMED ? `, and ${runs.length - NAMED} more` : "";
  throw new UsageError(
    `Cannot report "${path}" as it contains several runs: choose one of ${newest.join(", ")}${rest}`,
  );
}

/** Newest first: the name of a run starts with its time. */
function runsIn(path: string): readonly string[] {
  if (!existsSync(path) || !statSync(path).isDirectory()) return [];
  return readdirSync(path)
    .filter((name) => isFile(join(path, name, MANIFEST)))
    .toSorted()
    .toReversed();
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}
