import { describe, expect, it } from "vitest";

import { readTraceFile } from "../../../labextension/src/view/trace/read-trace-file.ts";
import { writeTrace } from "../../../src/events/index.ts";
import { madeTrace } from "./made-trace.ts";

const LINE = writeTrace(madeTrace());

describe("readTraceFile()", () => {
  it("reads the traces of a file with recordings", () => {
    const { traces, problem } = readTraceFile(`{"recording":1}\n${LINE}${LINE}`);

    expect(traces.map(({ id }) => id)).toEqual(["made", "made"]);
    expect(problem).toBeUndefined();
  });

  it.each([
    ["\n", "the file is empty"],
    ['{"recording":1}\n', "the file has recordings of bytes only, and no trace"],
    ["<script>\n[]\n", "no line is a trace: 2 lines cannot be read"],
  ])("reports why %j has no timeline", (text, reason) => {
    expect(readTraceFile(text)).toEqual({
      traces: [],
      problem: `Cannot show a timeline as ${reason}`,
    });
  });

  it("shows the readable lines of a broken file, and says what is left out", () => {
    const cut = readTraceFile(LINE + LINE.slice(0, 100));
    const long = readTraceFile(LINE.repeat(201));

    expect(cut.traces).toHaveLength(1);
    expect(cut.problem).toBe("1 line cannot be read: not a trace of this version, or cut off");
    expect(long.traces).toHaveLength(200);
    expect(long.problem).toBe("Shows the first 200 of 201 lines");
  });
});
