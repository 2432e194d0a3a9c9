import { type Trace, writeTrace } from "../events/index.ts";
import {
  type Provider,
  readRecordings,
  recordProvider,
  type StoredRecordings,
  writeRecording,
} from "../providers/index.ts";
import { secretsIn } from "../text/index.ts";
import { decodeUtf8Log } from "../wire/index.ts";
import { redactedFiles } from "./output/redacted-files.ts";
import { requireWritable } from "./inputs/require-writable.ts";
import type { Terminal } from "./output/terminal.ts";
import { textOfFile } from "./inputs/text-of-file.ts";
import { UsageError } from "./inputs/usage-error.ts";

/** A file that a stream is recorded to: one line per HTTP request, and one for the trace. */
export interface RecordingFile {
  readonly path: string;
  around(provider: Provider): Provider;
  /**
   * Appends the recordings and the trace.
   *
   * @throws {StoreError} When it cannot be written.
   */
  save(trace: Trace): Promise<void>;
}

/**
 * Opens a recording file, creating it if needed. API keys are never written.
 *
 * @throws {UsageError} When it cannot be written.
 */
export async function recordingFile(
  path: string,
  environment: Terminal["environment"],
): Promise<RecordingFile> {
  const secrets = secretsIn(environment).map(({ value }) => value);
  const lines: string[] = [];
  await requireWritable(path);
  return {
    path,
    around: (provider) =>
      recordProvider(provider, (recording) => lines.push(writeRecording(recording)), { secrets }),
    async save(trace) {
      lines.push(writeTrace(trace));
      await redactedFiles(environment).append(path, lines.splice(0).join(""));
    },
  };
}

/**
 * Reads the recordings in a file.
 *
 * @throws {UsageError} When it cannot be read, or contains none.
 */
export function readRecordingFile(path: string): StoredRecordings {
  const stored = readRecordings(textOfFile(path, decodeUtf8Log));
  if (stored.recordings.length > 0) return stored;
  const found =
    stored.unreadableLines === 0 ? "there is none" : `${stored.unreadableLines} cannot be read`;
  throw new UsageError(`Cannot read "${path}" as it must contain a recording: ${found}`);
}
