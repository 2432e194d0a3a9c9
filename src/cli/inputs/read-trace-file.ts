import { readTraces, type Trace } from "../../events/index.ts";
import { decodeUtf8Log } from "../../wire/index.ts";
import { textOfFile } from "./text-of-file.ts";
import { UsageError } from "./usage-error.ts";

/**
 * Reads the recorded streams of a file.
 *
 * @throws {UsageError} When it cannot be read, or contains none.
 */
export function readTraceFile(path: string): readonly Trace[] {
  const { traces } = readTraces(textOfFile(path, decodeUtf8Log));
  if (traces.length > 0) return traces;
  throw new UsageError(
    `Cannot use "${path}" as it must contain a stream recorded by millrace record: it has none`,
  );
}
