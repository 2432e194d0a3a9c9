import { appendFile, readFile } from "node:fs/promises";

import { type Trace, writeTrace } from "../events/index.ts";
import {
  type Provider,
  readRecordings,
  recordProvider,
  type StoredRecordings,
  writeRecording,
} from "../providers/index.ts";
import { redact, secretsIn } from "./redact.ts";
import type { Terminal } from "./terminal.ts";
import { UsageError } from "./usage-error.ts";

/** A file that a stream is recorded to: a line for each exchange, and one for the trace. */
export interface RecordingFile {
  /** The provider with its answers recorded. */
  around(provider: Provider): Provider;
  /** Adds what was recorded, and the stream's times, to the file. */
  save(trace: Trace): Promise<void>;
}

/**
 * A file to record to, which is made if it is not there. No key of the environment is written.
 *
 * @throws {UsageError} When it cannot be written.
 */
export async function recordingFile(
  path: string,
  environment: Terminal["environment"],
): Promise<RecordingFile> {
  const secrets = secretsIn(environment).map(({ value }) => value);
  const lines: string[] = [];
  await appendFile(path, "").catch((error: unknown) => {
    const code = error instanceof Error && "code" in error ? error.code : error;
    throw new UsageError(
      `Cannot record to "${path}" as it must be a file that can be written: ${String(code)}`,
    );
  });
  return {
    around: (provider) =>
      recordProvider(provider, (recording) => lines.push(writeRecording(recording)), { secrets }),
    async save(trace) {
      lines.push(redact(writeTrace(trace), environment));
      await appendFile(path, lines.splice(0).join(""));
    },
  };
}

/**
 * The recordings of a file.
 *
 * @throws {UsageError} When it cannot be read, or holds none.
 */
export async function readRecordingFile(path: string): Promise<StoredRecordings> {
  const text = await readFile(path, "utf8").catch((error: unknown) => {
    const code = error instanceof Error && "code" in error ? error.code : error;
    throw new UsageError(
      `Cannot read "${path}" as it must be a file with recordings: ${String(code)}`,
    );
  });
  const stored = readRecordings(text);
  if (stored.recordings.length > 0) return stored;
  throw new UsageError(`Cannot read "${path}" as there must be a recording in it: there is none`);
}
