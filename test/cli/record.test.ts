import { existsSync } from "node:fs";
import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

import { fidelityTable } from "../../src/cli/check-recordings.ts";
import { record } from "../../src/cli/commands/record.ts";
import { stream } from "../../src/cli/commands/stream.ts";
import { readTraces } from "../../src/events/index.ts";
import { readRecordings, writeRecording } from "../../src/providers/index.ts";
import { byteServer, chatFrames, refuses, sends } from "../support/servers/byte-server.ts";
import { madeRecording } from "../support/made/made-recording.ts";
import { runCommand } from "../support/run-command.ts";

const KEY = "sk-secret-1234567890";

const freshFile = async () =>
  join(await mkdtemp(join(tmpdir(), "millrace-record-")), "recordings.jsonl");

/** A file that holds an answer of "Hello there", 30 ms after its request. */
async function helloFile(): Promise<string> {
  const path = await freshFile();
  const frames = chatFrames("Hello", " there");
  await writeFile(path, writeRecording(madeRecording(frames.map((frame) => [30, frame]))));
  return path;
}

describe("millrace record", () => {
  it("shows the answer, and adds its bytes and its times to the file", async () => {
    const { url } = await byteServer(sends(...chatFrames("Hello")));
    const path = await freshFile();
    const args = ["Hi", "--base-url", url, "--model", "m", "--out", path, "--quiet"];
    const shown = await runCommand(record, args);
    await runCommand(record, args);
    const text = await readFile(path, "utf8");

    expect(shown).toEqual({ status: 0, out: "Hello\n", err: "" });
    expect(readRecordings(text).recordings).toHaveLength(2);
    expect(readTraces(text)).toMatchObject({ traces: [{ model: "m-1" }, {}], unreadableLines: 0 });
  });

  it("prints where it recorded, also if that is the default", async () => {
    const { url } = await byteServer(sends(...chatFrames("Hello")));
    const path = await freshFile();
    const args = ["Hi", "--base-url", url, "--model", "m"];
    const { err } = await runCommand(record, [...args, "--out", path]);

    expect(err.trimEnd().split("\n").at(-1)).toBe(`Recorded in ${path}`);
    expect(record.help).toMatch(/--out <file>.*\(default: recordings\.jsonl\)/u);
  });

  it("records beside millrace stream too, every attempt, and no key", async () => {
    const answers = [
      refuses(429, { "retry-after-ms": "1" }, `slow down, ${KEY}`),
      sends(...chatFrames(`You said ${KEY}`)),
    ];
    const { url } = await byteServer(...answers);
    const path = await freshFile();
    const args = [`Is ${KEY} a key?`, "--provider", "openai-chat", "--base-url", url];
    await runCommand(stream, [...args, "--record", path], { env: { OPENAI_API_KEY: KEY } });
    const text = await readFile(path, "utf8");

    expect(readRecordings(text).recordings.map(({ status }) => status)).toEqual([429, 200]);
    expect(text).not.toContain(KEY);
    expect(
      readRecordings(text).recordings.flatMap(({ reads }) =>
        reads.map(({ bytes }) => new TextDecoder().decode(bytes)),
      ),
    ).not.toContainEqual(expect.stringContaining(KEY));
  });

  it("plays a recording through today's decoder", async () => {
    const args = ["--play", await helloFile(), "--speed", "10"];

    expect(await runCommand(record, [...args, "--quiet"])).toEqual({
      status: 0,
      out: "Hello there\n",
      err: "",
    });
    expect((await runCommand(record, [...args, "--events"])).out).toContain('"text":"Hello"');
  });

  it("plays an answer that was not streamed", async () => {
    const message = { role: "assistant", content: "Whole" };
    const whole = { choices: [{ index: 0, message, finish_reason: "stop" }] };
    const path = await freshFile();
    const made = madeRecording([[1, JSON.stringify(whole)]]);
    const recording = {
      ...made,
      request: { ...made.request, url: "http://upstream.example/v1/chat/completions" },
      headers: { "content-type": "application/json" },
    };
    await writeFile(path, writeRecording(recording));

    expect(await runCommand(record, ["--play", path, "--quiet"])).toMatchObject({
      status: 0,
      out: "Whole\n",
    });
  });

  it("prints how exactly a recording can be played", async () => {
    const path = await helloFile();
    const { status, out } = await runCommand(record, ["--check", path, "--speed", "3"]);
    const json = await runCommand(record, ["--check", path, "--json"]);

    // 1 where the machine is busy.
    expect([0, 1]).toContain(status);
    expect(out).toMatch(
      /^ +reads +p50 ms +p99 ms +max ms +mean gap error ms\n1 +6( +-?\d+\.\d{3}){4}\n$/u,
    );
    expect(JSON.parse(json.out)).toMatchObject({ goalP99Ms: 2, recordings: [{ reads: 6 }] });
  });

  it("creates no file on wrong usage", async () => {
    const path = await freshFile();
    await runCommand(record, ["Hi", "--provider", "gemni", "--out", path]);

    expect(existsSync(path)).toBe(false);
  });

  it("reports that the only recording is cut off", async () => {
    const path = await freshFile();
    await writeFile(path, '{"recording":1,"provider":"cut o');

    expect((await runCommand(record, ["--play", path])).err).toContain(
      "it must contain a recording: 1 cannot be read",
    );
  });

  it.runIf(existsSync("/dev/full"))("reports what was lost when the disk is full", async () => {
    const { url } = await byteServer(sends(...chatFrames("Hello")));
    const args = ["Hi", "--base-url", url, "--model", "m", "--out", "/dev/full", "--quiet"];

    expect(await runCommand(record, args)).toEqual({
      status: 1,
      out: "Hello\n",
      err: 'Cannot write "/dev/full" as the disk is full\n',
    });
  });

  it("does not call nothing exact", async () => {
    const path = await freshFile();
    await writeFile(path, writeRecording(madeRecording([])));

    expect(await runCommand(record, ["--check", path])).toEqual({
      status: 2,
      out: "",
      err: "Cannot check the file as a recording must have a body: none has one\n",
    });
  });

  it.each([
    [["--check", "no-such.jsonl"], "there is no such file"],
    [["--play", import.meta.filename], "it must contain a recording"],
    [["--check", "a", "--play", "b"], "neither takes the other or a prompt"],
    [["Hi", "--check", "a"], "neither takes the other or a prompt"],
    [["Hi", "--speed", "2"], "--speed as it needs --play or --check"],
    [
      ["Hi", "--provider", "simulator", "--out", "/no/such/folder/x"],
      "as its folder does not exist",
    ],
  ])("refuses %j in one line", async (args, message) => {
    const { status, out, err } = await runCommand(record, args);

    expect({ status, out }).toEqual({ status: 2, out: "" });
    expect(err).toContain(message);
    expect(err.trimEnd().split("\n")).toHaveLength(1);
  });

  it("refuses to play what no provider here reads", async () => {
    const path = await freshFile();
    await writeFile(path, writeRecording({ ...madeRecording([[1, "x"]]), provider: "acme" }));

    expect((await runCommand(record, ["--play", path])).err).toContain('current value is "acme"');
  });
});

describe("fidelityTable()", () => {
  it("has a row for each recording", () => {
    const found = { reads: 12, p50Ms: 0.1, p99Ms: 1.25, maxMs: 10, meanGapErrorMs: -0.0004 };

    expect(fidelityTable([found])).toEqual([
      "   reads  p50 ms  p99 ms  max ms  mean gap error ms",
      "1     12   0.100   1.250  10.000             -0.000",
    ]);
  });
});
