import { parseRun, type RunFiles } from "millrace/bench";
import { type CellBundle, chartBundle, reportBundle } from "millrace/report";
import { printable } from "millrace/text";

/** A stored run as bundles for JupyterLab's renderers. */
export type RunReport =
  | {
      readonly kind: "report";
      /** As in `20260115-093000-a · started 2026-01-15 09:30:00 UTC · complete · node 24.9.0, linux`. */
      readonly facts: string;
      /** What the reader must know of the files; `undefined` if they are whole and the run has ended. */
      readonly remark: string | undefined;
      readonly isRunning: boolean;
      readonly report: CellBundle;
      readonly charts: CellBundle | undefined;
    }
  | { readonly kind: "unreadable"; readonly problem: string };

/** Reads the files of a run and concludes from them, as the command line does. Pure. */
export function runReport(files: RunFiles, path: string): RunReport {
  try {
    const run = parseRun(files, path);
    const { id, startedAt, status, environment } = run.manifest;
    const started = startedAt.replace("T", " ").replace(/(?:\.\d+)?Z$/u, " UTC");
    const { runtime, platform, millrace } = environment;
    const remarks = [
      ...(status === "running"
        ? [`The run has not ended, or was killed: ${count(run.requests.length, "request")} so far`]
        : []),
      ...(run.unreadableLines === 0
        ? []
        : [
            `${count(run.unreadableLines, "line")} of requests.jsonl cannot be read and is left out`,
          ]),
    ];
    return {
      kind: "report",
      facts: printable(
        `${id} · started ${started} · ${status} · ${runtime}, ${platform}, Millrace ${millrace}`,
      ),
      remark: remarks.length === 0 ? undefined : remarks.join(". "),
      isRunning: status === "running",
      report: reportBundle(run),
      charts: chartBundle(run),
    };
  } catch (error) {
    return { kind: "unreadable", problem: error instanceof Error ? error.message : String(error) };
  }
}

function count(number: number, noun: string): string {
  return `${number.toLocaleString("en-US")} ${noun}${number === 1 ? "" : "s"}`;
}
