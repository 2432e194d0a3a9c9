import { existsSync, readdirSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";

import { UsageError } from "./usage-error.ts";

const MANIFEST = "manifest.json";

/** Number of runs named in an error. */
const NAMED = 3;

/**
 * The folder of a run, from that folder or from the manifest in it.
 *
 * @throws {UsageError} When it is a folder of runs; the message names the newest.
 */
export function findRun(path: string): string {
  if (basename(path) === MANIFEST && isFile(path)) return dirname(path);
  const runs = isFile(join(path, MANIFEST)) ? [] : runsIn(path);
  if (runs.length === 0) return path;
  const newest = runs.slice(0, NAMED).map((name) => `"${join(path, name)}"`);
  const rest = runs.length > NAMED ? `, and ${runs.length - NAMED} more` : "";
  throw new UsageError(
    `Cannot report "${path}" as it must be one run: choose from ${newest.join(", ")}${rest}`,
  );
}

/** The newest first: a run's name begins with its time. */
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
