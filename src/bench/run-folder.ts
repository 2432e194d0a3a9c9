import { mkdir, open, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { type Cancel, type Clock, instantAfter } from "../clock/index.ts";
import { type Trace, writeTrace } from "../events/index.ts";
import { dig } from "../wire/index.ts";
import { PlanError } from "./plan-error.ts";
import type { Manifest, RequestRecord } from "./run-record.ts";

/** What a crash may cost. */
const FLUSH_EVERY_MS = 1000;

export const MANIFEST_FILE = "manifest.json";
export const REQUESTS_FILE = "requests.jsonl";
const TRACES_FILE = "traces.jsonl";

/** A run's folder while the run goes on. */
export interface RunFolder {
  /** The folder's name, which is the run's. */
  readonly id: string;
  readonly path: string;
  /** Replaces the manifest, in one step: a reader sees the old one or the new one. */
  writeManifest(manifest: Manifest): Promise<void>;
  /** Appends a line; it is in the file within a second. */
  appendRequest(record: RequestRecord): void;
  appendTrace(trace: Trace): void;
  /** Writes what is held and closes the files. */
  close(): Promise<void>;
}

/**
 * Makes the folder of a new run in `root`. A run is never overwritten: where the name is taken, a
 * number is added.
 *
 * Requests and traces are appended and flushed every second, so a run that is killed loses at most its
 * last second.
 *
 * @throws {PlanError} When the folder cannot be made.
 */
export async function createRunFolder(
  root: string,
  wantedId: string,
  clock: Clock,
): Promise<RunFolder> {
  const id = await makeFolder(root, wantedId);
  const path = join(root, id);
  const requests = lineFile(join(path, REQUESTS_FILE));
  const traces = lineFile(join(path, TRACES_FILE));
  let cancel: Cancel | undefined;
  /** One at a time, so that lines keep their order; its failure comes out of `close`. */
  let written: Promise<void> = Promise.resolve();

  function flushLater(): void {
    cancel ??= clock.callAt(instantAfter(clock.now(), FLUSH_EVERY_MS), () => {
      cancel = undefined;
      flush();
    });
  }

  function flush(): void {
    written = written.then(async () => {
      await requests.flush();
      await traces.flush();
    });
    // Heard in `close`; without this, Node would end the process over it before.
    written.catch(() => undefined);
  }

  return {
    id,
    path,
    async writeManifest(manifest) {
      const file = join(path, MANIFEST_FILE);
      await writeFile(`${file}.new`, `${JSON.stringify(manifest, null, 2)}\n`);
      await rename(`${file}.new`, file);
    },
    appendRequest(record) {
      requests.append(`${JSON.stringify(record)}\n`);
      flushLater();
    },
    appendTrace(trace) {
      traces.append(writeTrace(trace));
      flushLater();
    },
    async close() {
      cancel?.();
      flush();
      await written;
    },
  };
}

/** A file that lines are appended to, made with the first of them. */
function lineFile(path: string) {
  let held: string[] = [];
  return {
    append(line: string): void {
      held.push(line);
    },
    async flush(): Promise<void> {
      if (held.length === 0) return;
      const text = held.join("");
      held = [];
      const file = await open(path, "a");
      try {
        await file.appendFile(text);
        await file.datasync();
      } finally {
        await file.close();
      }
    },
  };
}

async function makeFolder(root: string, wantedId: string): Promise<string> {
  try {
    await mkdir(root, { recursive: true });
    for (let number = 1; ; number++) {
      const id = number === 1 ? wantedId : `${wantedId}-${number}`;
      if (await madeNew(join(root, id))) return id;
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new PlanError(`Cannot store runs in "${root}": ${reason}`, { cause: error });
  }
}

async function madeNew(path: string): Promise<boolean> {
  try {
    await mkdir(path);
    return true;
  } catch (error) {
    if (dig(error, "code") === "EEXIST") return false;
    throw error;
  }
}
