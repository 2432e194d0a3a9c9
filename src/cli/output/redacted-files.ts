import { fileStore, type FileStore } from "../../bench/index.ts";
import type { NamedVariables } from "../../text/index.ts";
import { redactor } from "./redact.ts";

/** The file system, without the environment's keys in anything that is written. */
export function redactedFiles(environment: NamedVariables): FileStore {
  const redacted = redactor(environment);
  return {
    ...fileStore,
    append: (path, lines) => fileStore.append(path, redacted(lines)),
    replace: (path, text) => fileStore.replace(path, redacted(text)),
  };
}
