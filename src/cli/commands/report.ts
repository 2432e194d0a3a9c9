import { dirname, join } from "node:path";

import { printableJson } from "../../text/index.ts";
import { type FileStore, readRun, StoreError } from "../../bench/index.ts";
import {
  makeReport,
  type Report,
  renderHtml,
  renderJson,
  renderMarkdown,
  renderTerminal,
  reportFiles,
} from "../../report/index.ts";
import { defineCommand } from "../command.ts";
import { EXIT, type ExitStatus } from "../exit.ts";
import { findRun } from "../inputs/find-run.ts";
import { keylessFiles } from "../output/redacted-files.ts";
import type { Terminal } from "../output/terminal.ts";
import { UsageError } from "../inputs/usage-error.ts";

/** Says what a run found, from its files; an invalid run exits 1 and concludes nothing. */
export const report = defineCommand({
  name: "report",
  summary: "Report what a benchmark run found and how far it can be trusted",
  usage: "report <run folder> [--json | --markdown] [--html <file>]",
  options: {
    all: { type: "boolean", help: "Print every table, exploratory metrics included" },
    json: { type: "boolean", help: "Print the report as JSON, and write no files" },
    markdown: {
      type: "boolean",
      help: "Print the report as Markdown for a pull request, and write no files",
    },
    html: {
      type: "string",
      value: "file",
      help: "Write the HTML report here (default: all files into <run folder>/report/)",
    },
  },
  examples: [
    "millrace report runs/20260115-093000-immediate",
    "millrace report runs/20260115-093000-immediate/manifest.json --markdown",
  ],

  async run({ values, positionals }, terminal) {
    const [path, ...extra] = positionals;
    if (path === undefined || extra.length > 0) {
      throw new UsageError(
        `Cannot report as one run folder must be given: current number is ${positionals.length}`,
      );
    }
    if (values.json === true && values.markdown === true) {
      throw new UsageError("Cannot report as --json and --markdown exclude each other");
    }
    const folder = findRun(path);
    const made = makeReport(await readRun(folder));
    printReport(made, values, terminal);

    if (values.html !== undefined) {
      const files = keylessFiles(terminal.environment);
      await writePage(files, values.html, await renderHtml(made));
      terminal.err(`HTML report: ${values.html}`);
    } else if (values.json !== true && values.markdown !== true) {
      terminal.err(`HTML report: ${await writeReport(folder, made, terminal)}`);
    }
    return exitStatusOf(made);
  },
});

/**
 * Writes all files of a report into the run's folder, under `report/`.
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
  const files = keylessFiles(environment);
  for (const [path, text] of await reportFiles(made)) {
    await writeText(files, join(root, path), text);
  }
  return join(root, "report.html");
}

/** 1 if the run cannot be believed, or so much failed that nothing could be concluded. */
export function exitStatusOf({ conclusions: { outcome, validity } }: Report): ExitStatus {
  const hasFailed = outcome.kind === "no-conclusion" && outcome.because === "failures";
  return validity?.verdict === "invalid" || hasFailed ? EXIT.failed : EXIT.ok;
}

/** Prints a report as JSON, as Markdown, or for people. */
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

async function writeText(files: FileStore, path: string, text: string): Promise<void> {
  await files.makeFolder(dirname(path));
  await files.replace(path, text);
}

/** Codes of a path that cannot be right, unlike a full disk. */
const WRONG_PATH = new Set(["EACCES", "EEXIST", "EISDIR", "ENAMETOOLONG", "ENOTDIR", "EPERM"]);

/** @throws {UsageError} When the path given by the user cannot be a file. */
async function writePage(files: FileStore, path: string, text: string): Promise<void> {
  try {
    await writeText(files, path, text);
  } catch (error) {
    if (!(error instanceof StoreError) || !WRONG_PATH.has(error.code ?? "")) throw error;
    throw new UsageError(error.message, { cause: error });
  }
}
