import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";

import { CHECKOUT } from "./checkout.ts";

export interface StampedWork {
  /** Where the stamp is kept. Inside what the work makes, it is deleted with it. */
  readonly stamp: string;
  /** Files and folders whose content decides; those that are missing count as missing. */
  readonly inputs: readonly string[];
  /** What the work makes; when one is missing the work is done again. */
  readonly outputs: readonly string[];
}

/**
 * Does `work` unless it has been done with these very inputs. The stamp is a hash of their names and
 * content, never their times, so that a fresh checkout of the same commit is recognised.
 *
 * @returns Whether the work was done.
 */
export async function whenChanged(
  { stamp, inputs, outputs }: StampedWork,
  work: () => Promise<unknown>,
): Promise<boolean> {
  const now = await contentHash(inputs);
  if (outputs.every((path) => existsSync(path)) && (await textOf(stamp)) === now) return false;
  await rm(stamp, { force: true });
  await work();
  await mkdir(dirname(stamp), { recursive: true });
  await writeFile(stamp, now);
  return true;
}

/** A hash of all files at and below `paths`, by name and content. */
async function contentHash(paths: readonly string[]): Promise<string> {
  const files = (await Promise.all(paths.map(filesBelow))).flat().toSorted();
  const hash = createHash("sha256");
  for (const file of files) {
    hash
      .update(`${relative(CHECKOUT.root, file)}\0`)
      .update(await readFile(file))
      .update("\0");
  }
  return hash.digest("hex");
}

async function filesBelow(path: string): Promise<string[]> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) return [];
  if (found.isFile()) return [path];
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !file.includes("/node_modules/") && !file.includes("/__pycache__/"));
}

function textOf(path: string): Promise<string | undefined> {
  return readFile(path, "utf8").catch(() => undefined);
}
