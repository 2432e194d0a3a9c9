import { flag, option } from "../inputs/option.ts";
import { type FileStore, readRun, StoreError } from "../../bench/index.ts";
import { makeReport, renderHtml } from "../../report/index.ts";
import { defineCommand } from "../command.ts";
import { findRun } from "../inputs/find-run.ts";
import { redactedFiles } from "../output/redacted-files.ts";
import { exitStatusOf, printReport, writeReport, writeText } from "../output/report-output.ts";
import { UsageError } from "../inputs/usage-error.ts";

/** Reports the results of a stored run. An invalid run has no conclusions and exits with 1. */
export const report = defineCommand({
  name: "report",
  summary: "Report the results of a benchmark run, and whether they can be trusted",
  usage: "report <run folder> [--json | --markdown] [--html <file>]",
  options: {
    all: flag("Print all tables, including exploratory metrics"),
    json: flag("Print the report as JSON; write no files"),
    markdown: flag("Print the report as Markdown for a pull request; write no files"),
    html: option(
      "file",
      "File for the HTML report (default: all report files in <run folder>/report/)",
    ),
  },
  examples: [
    "millrace report runs/20260115-093000-immediate",
    "millrace report runs/20260115-093000-immediate/manifest.json --markdown",
  ],

  async run({ values, positionals }, terminal) {
    const [path, ...extra] = positionals;
    if (path === undefined || extra.length > 0) {
      throw new UsageError(
        `Cannot report as it takes one run folder: current number is ${positionals.length}`,
      );
    }
    if (values.json === true && values.markdown === true) {
      throw new UsageError("Cannot use --json and --markdown as they exclude each other");
    }
    const folder = findRun(path);
    const made = makeReport(await readRun(folder));
    printReport(made, values, terminal);

    if (values.html !== undefined) {
      const files = redactedFiles(terminal.environment);
      await writePage(files, values.html, await renderHtml(made));
      terminal.err(`HTML report: ${values.html}`);
    } else if (values.json !== true && values.markdown !== true) {
      terminal.err(`HTML report: ${await writeReport(folder, made, terminal)}`);
    }
    return exitStatusOf(made);
  },
});

/** Error codes that mean a wrong path, unlike a full disk. */
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
