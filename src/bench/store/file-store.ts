import { Buffer } from "node:buffer";
import { lstat, mkdir, open, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname } from "node:path";

import { dig } from "../../wire/index.ts";
import { StoreError } from "./store-error.ts";

/** The file system that results are written to, or a faulty one in a test. Failures are `StoreError`s. */
export interface FileStore {
  /**
   * Creates a folder and its missing parents.
   *
   * @returns Whether the folder is new.
   */
  makeFolder(path: string): Promise<boolean>;
  /**
   * Appends lines to a file and waits until they are on the disk. On failure, the file keeps the lines that
   * fitted, all of them complete.
   */
  append(path: string, lines: string): Promise<void>;
  /** Writes a file in an existing folder, in one step: readers find the old content or the new one. */
  replace(path: string, text: string): Promise<void>;
  /** Removes a file, or a folder with its content, if it exists. */
  remove(path: string): Promise<void>;
}

/**
 * The file system.
 *
 * @example
 * ```ts
 * const failure = await fileStore.replace("no-such-folder/a", "").catch((error) => error);
 * failure.message; // "Cannot write \"no-such-folder/a\" as its folder does not exist"
 * ```
 */
export const fileStore: FileStore = {
  makeFolder: (path) => storing(path, () => makeFolder(path)),
  append: (path, lines) => storing(path, () => appendLines(path, lines)),
  replace: (path, text) => storing(path, () => replaceWhole(path, text)),
  remove: (path) => storing(path, () => rm(path, { recursive: true, force: true })),
};

async function storing<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof StoreError ? error : new StoreError(path, error);
  }
}

/**
 * One `mkdir` per missing level. Node's `mkdir(path, { recursive: true })` never returns for `/proc/x`
 * (24.21): it retries for as long as the system answers that a parent is missing.
 */
async function makeFolder(path: string): Promise<boolean> {
  try {
    await mkdir(path);
    return true;
  } catch (error) {
    if (dig(error, "code") === "EEXIST" && (await stat(path)).isDirectory()) return false;
    const parent = dirname(path);
    if (dig(error, "code") !== "ENOENT" || parent === path) throw new StoreError(path, error);
    if (await makeFolder(parent)) {
      await mkdir(path);
      return true;
    }
  }
  try {
    // The parent exists now: it was created meanwhile, or its file system rejects new folders.
    await mkdir(path);
    return true;
  } catch (error) {
    const isRefused = dig(error, "code") === "ENOENT";
    throw new StoreError(path, isRefused ? new Error("no folder can be made there") : error);
  }
}

async function appendLines(path: string, lines: string): Promise<void> {
  const bytes = Buffer.from(lines);
  const file = await open(path, "a");
  try {
    const before = await file.stat();
    const { size } = before;
    try {
      await file.appendFile(bytes);
      // A device cannot be synchronised.
      if (before.isFile()) await file.datasync();
    } catch (error) {
      const { size: reached } = await file.stat();
      const fitted = bytes.subarray(0, reached - size);
      // A device such as /dev/full has no length to restore.
      await file.truncate(size + fitted.lastIndexOf("\n") + 1).catch(() => undefined);
      throw error;
    }
  } finally {
    await file.close();
  }
}

async function replaceWhole(path: string, text: string): Promise<void> {
  // A rename would replace a device, a pipe or a link by a file.
  if (!(await isReplaceable(path))) return writeFile(path, text);
  const draft = `${path}.new`;
  try {
    await writeFile(draft, text);
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true }).catch(() => undefined);
    throw error;
  }
}

async function isReplaceable(path: string): Promise<boolean> {
  try {
    return (await lstat(path)).isFile();
  } catch (error) {
    return dig(error, "code") === "ENOENT";
  }
}
