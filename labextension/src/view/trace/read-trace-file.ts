import { readTraces, type Trace } from "millrace/events";

import { count } from "./timeline.ts";

/** The traces of a file, and what is to be said about it. */
export interface TraceFile {
  readonly traces: readonly Trace[];
  /** What is wrong with the file, or left out; `undefined` if all of it is shown. */
  readonly problem: string | undefined;
}

/** A run may have stored a trace for each of its requests. */
const MOST_TRACES = 200;

const RECORDING = '{"recording":';

/** Reads the readable lines of a file of traces, such as `millrace record` or `millrace bench --traces` writes. */
export function readTraceFile(text: string): TraceFile {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  const candidates = lines.filter((line) => !line.startsWith(RECORDING));
  const { traces, unreadableLines } = readTraces(candidates.slice(0, MOST_TRACES).join("\n"));
  if (traces.length === 0) {
    return { traces, problem: `Cannot show a timeline as ${whyNone(lines, unreadableLines)}` };
  }
  const problems = [
    ...(unreadableLines === 0
      ? []
      : [
          `${count(unreadableLines, "line")} cannot be read: not a trace of this version, or cut off`,
        ]),
    ...(candidates.length <= MOST_TRACES
      ? []
      : [`Shows the first ${MOST_TRACES} of ${count(candidates.length, "line")}`]),
  ];
  return { traces, problem: problems.length === 0 ? undefined : problems.join(". ") };
}

function whyNone(lines: readonly string[], unreadableLines: number): string {
  if (lines.length === 0) return "the file is empty";
  if (unreadableLines === 0) return "the file has recordings of bytes only, and no trace";
  return `no line is a trace: ${count(unreadableLines, "line")} cannot be read`;
}
