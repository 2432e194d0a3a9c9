import { readTraces, type Trace } from "../../events/index.ts";
import { decodeUtf8Log } from "../../wire/index.ts";
import { textOfFile } from "./text-of-file.ts";
import { UsageError } from "./usage-error.ts";

/**
 * The streams that a file has recorded.
 *
 * @throws {UsageError} When it cannot be read, or holds none.
 */
export function readTraceFile(path: string): readonly Trace[] {
  const { traces } = readTraces(textOfFile(path, decodeUtf8Log));
  if (traces.length > 0) return traces;
  throw new UsageError(
    `Cannot use "${path}" as there must be a recorded stream in it, as millrace record writes: there is none`,
  );
}
