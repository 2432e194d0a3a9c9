import { dirname, join } from "node:path";

import type { FileStore } from "../../bench/index.ts";
import { printableJson } from "../../text/index.ts";
import {
  type Report,
  renderJson,
  renderMarkdown,
  renderTerminal,
  reportFiles,
} from "../../report/index.ts";
import { EXIT, type ExitStatus } from "../exit.ts";
import { redactedFiles } from "./redacted-files.ts";
import type { Terminal } from "./terminal.ts";

/**
 * Writes all files of a report to `report/` in the run's folder.
 *
 * @returns The path of the HTML file.
 * @throws {StoreError} When a file cannot be written.
 */
export async function writeReport(
  folder: string,
  made: Report,
  { environment }: Pick<Terminal, "environment">,
): Promise<string> {
  const root = join(folder, "report");
  const files = redactedFiles(environment);
  for (const [path, text] of await reportFiles(made)) {
    await writeText(files, join(root, path), text);
  }
  return join(root, "report.html");
}

/** 1 if the run is invalid, or too many requests failed for a conclusion. */
export function exitStatusOf({ conclusions: { outcome, validity } }: Report): ExitStatus {
  const hasFailed = outcome.kind === "no-conclusion" && outcome.because === "failures";
  return validity?.verdict === "invalid" || hasFailed ? EXIT.failed : EXIT.ok;
}

export function printReport(
  made: Report,
  {
    json,
    markdown,
    all = false,
  }: { readonly json?: boolean; readonly markdown?: boolean; readonly all?: boolean },
  { out, outStyled, columns, colour }: Terminal,
): void {
  if (json === true) out(printableJson(renderJson(made)).trimEnd());
  else if (markdown === true) out(renderMarkdown(made).trimEnd());
  else outStyled(renderTerminal(made, { columns, color: colour, all }).trimEnd());
}

export async function writeText(files: FileStore, path: string, text: string): Promise<void> {
  await files.makeFolder(dirname(path));
  await files.replace(path, text);
}
