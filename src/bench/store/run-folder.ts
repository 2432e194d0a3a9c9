import { join } from "node:path";

import { type Cancel, type Clock, instantAfter, isoTime } from "../../clock/index.ts";
import { asError, type Trace, writeTrace } from "../../events/index.ts";
import { type FileStore, fileStore } from "./file-store.ts";
import type { Manifest, RequestRecord } from "./run.ts";

/** The most that a crash may lose. */
const FLUSH_EVERY_MS = 1000;

export const MANIFEST_FILE = "manifest.json";
export const REQUESTS_FILE = "requests.jsonl";
const TRACES_FILE = "traces.jsonl";

/** A run's folder while the run is under way. */
export interface RunFolder {
  /** The run's and the folder's. */
  readonly id: string;
  readonly path: string;
  /** The first error, after which nothing more is stored; `undefined` if there was none. */
  readonly failure: Error | undefined;
  /**
   * Writes the manifest before the first request. If that fails, the folder is removed.
   *
   * @throws {StoreError} When it cannot be written.
   */
  begin(manifest: Manifest): Promise<void>;
  /** Appends a line; it is in the file within a second. */
  appendRequest(record: RequestRecord): void;
  appendTrace(trace: Trace): void;
  /** Writes the remaining lines, then the last manifest. Never throws: see {@link failure}. */
  end(manifest: Manifest): Promise<void>;
}

export interface RunFolderOptions {
  readonly clock: Clock;
  readonly files?: FileStore | undefined;
  /** Called once, when something cannot be stored. */
  readonly onFailure?: (failure: Error) => void;
}

/**
 * Creates the folder of a new run in `root`. A run is never overwritten: if the name exists, a number is
 * added.
 *
 * Requests and traces are appended and flushed every second, so a run that is killed loses at most its
 * last second. After the first failure nothing is appended any more.
 *
 * @throws {StoreError} When the folder cannot be created.
 */
export async function createRunFolder(
  root: string,
  preferredId: string,
  { clock, files = fileStore, onFailure }: RunFolderOptions,
): Promise<RunFolder> {
  const id = await freeName(root, preferredId, files);
  const path = join(root, id);
  const manifestPath = join(path, MANIFEST_FILE);
  const held = new Map<string, string[]>();
  let cancel: Cancel | undefined;
  let failure: Error | undefined;
  /** One at a time, so that lines keep their order. Never rejects. */
  let written: Promise<void> = Promise.resolve();

  function hold(file: string, line: string): void {
    if (failure !== undefined) return;
    const lines = held.get(file) ?? [];
    lines.push(line);
    held.set(file, lines);
    cancel ??= clock.callAt(instantAfter(clock.now(), FLUSH_EVERY_MS), () => {
      cancel = undefined;
      flush();
    });
  }

  function flush(): void {
    written = written.then(async () => {
      for (const [file, lines] of held) {
        held.delete(file);
        await attempt(() => files.append(join(path, file), lines.join("")));
      }
    });
  }

  async function attempt(work: () => Promise<void>): Promise<void> {
    if (failure !== undefined) return;
    try {
      await work();
    } catch (error) {
      failure = asError(error);
      onFailure?.(failure);
    }
  }

  const replaceManifest = (manifest: Manifest) =>
    files.replace(manifestPath, `${JSON.stringify(manifest, null, 2)}\n`);

  return {
    id,
    path,
    get failure() {
      return failure;
    },
    async begin(manifest) {
      try {
        await replaceManifest(manifest);
      } catch (error) {
        await files.remove(path).catch(() => undefined);
        throw error;
      }
    },
    appendRequest: (record) => hold(REQUESTS_FILE, `${JSON.stringify(record)}\n`),
    appendTrace: (trace) => hold(TRACES_FILE, writeTrace(trace)),
    async end(manifest) {
      cancel?.();
      flush();
      await written;
      if (failure === undefined) await attempt(() => replaceManifest(manifest));
      // Only the first error is reported; after it, a small manifest may still fit on a full disk.
      else await replaceManifest({ ...manifest, status: "interrupted" }).catch(() => undefined);
    },
  };
}

async function freeName(root: string, preferredId: string, files: FileStore): Promise<string> {
  for (let number = 1; ; number++) {
    const id = number === 1 ? preferredId : `${preferredId}-${number}`;
    if (await files.makeFolder(join(root, id))) return id;
  }
}

/**
 * The name of a run: its start in UTC and the name of its plan, as in `20261121-093012-chunks-or-time`. Valid as a
 * folder name on every system; sorts by time.
 *
 * @example
 * ```ts
 * runId("Chunks or time?", 0); // "19700101-000000-chunks-or-time"
 * ```
 */
export function runId(planName: string, wallMs: number): string {
  const [date = "", time = ""] = isoTime(wallMs).replaceAll(/[-:]/gu, "").split("T");
  const slug = planName
    .toLowerCase()
    .normalize("NFKD")
    .replaceAll(/[^a-z0-9]+/gu, "-")
    .slice(0, 40)
    .replaceAll(/^-+|-+$/gu, "");
  return `${date}-${time.slice(0, 6)}-${slug === "" ? "run" : slug}`;
}
