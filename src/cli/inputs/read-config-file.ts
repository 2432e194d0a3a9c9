import { parse, YAMLParseError } from "yaml";

import { textOfFile } from "./text-of-file.ts";
import { UsageError } from "./usage-error.ts";

/**
 * Reads a YAML or JSON file.
 *
 * @throws {UsageError} When it cannot be read, or is neither.
 */
export function readConfigFile(path: string): unknown {
  const text = textOfFile(path);
  try {
    const value: unknown = parse(text);
    return value ?? {};
  } catch (error) {
    if (!(error instanceof YAMLParseError)) throw error;
    const [sentence = ""] = error.message.split("\n");
    throw new UsageError(
      `Cannot read "${path}" as it must be YAML or JSON: ${sentence.replace(/:$/u, "")}`,
    );
  }
}
