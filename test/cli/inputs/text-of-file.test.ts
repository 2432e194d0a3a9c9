import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

import { readConfigFile } from "../../../src/cli/inputs/read-config-file.ts";
import { readTool } from "../../../src/cli/inputs/read-tool.ts";
import { readTraceFile } from "../../../src/cli/inputs/read-trace-file.ts";
import { readRecordingFile } from "../../../src/cli/recording-file.ts";
import { instant } from "../../../src/clock/index.ts";
import { traceRecorder, writeTrace } from "../../../src/events/index.ts";
import { writeRecording } from "../../../src/providers/index.ts";
import { madeRecording } from "../../support/made/made-recording.ts";

async function fileWith(content: string | Uint8Array): Promise<string> {
  const path = join(await mkdtemp(join(tmpdir(), "millrace-text-")), "file");
  await writeFile(path, content);
  return path;
}

const trace = traceRecorder({ id: "a", scheduledAt: instant(0) }).trace();

/** Everything the command line reads as text, with something that it accepts. */
const readers: readonly (readonly [string, (path: string) => unknown, string])[] = [
  ["a configuration", readConfigFile, "port: 1\n"],
  ["a tool", readTool, '{"name":"t"}\n'],
  ["a recording", readRecordingFile, writeRecording(madeRecording([[1, "x"]]))],
  ["a trace", readTraceFile, writeTrace(trace)],
];

describe.each(readers)("a file with %s", (_, read, text) => {
  it("may begin with a byte order mark", async () => {
    expect(read(await fileWith(`\ufeff${text}`))).toEqual(read(await fileWith(text)));
  });

  it.each([
    ["UTF-16", Buffer.from(`\ufeff${text}`, "utf16le"), "it must be UTF-8: it is UTF-16"],
    ["Latin-1", Buffer.from(`# é\n${text}`, "latin1"), "it must be UTF-8: byte 2 is 0xE9"],
  ])("is refused in %s, by its name", async (_encoding, bytes, problem) => {
    const path = await fileWith(bytes);

    expect(() => read(path)).toThrow(`Cannot read "${path}" as ${problem}`);
  });
});
