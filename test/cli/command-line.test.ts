import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, openSync } from "node:fs";
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";

import { writeRecording } from "../../src/providers/index.ts";
import { byteServer } from "../support/servers/byte-server.ts";
import { madeRecording } from "../support/made/made-recording.ts";
import { ROOT, startCli } from "../support/run-cli.ts";

type Stdio = "ignore" | "pipe" | number;

const SIMULATED = ["--provider", "simulator", "--model", "fixed:ttftMs=1,itlMs=1"];

/** Starts `millrace …` with this standard input, output and error; piped errors are in `err`. */
function start(args: readonly string[], stdio: readonly [Stdio, Stdio, Stdio]) {
  const child = spawn(process.execPath, ["-C", "millrace-source", "src/cli/main.ts", ...args], {
    cwd: ROOT,
    env: { PATH: process.env["PATH"] },
    stdio: [...stdio],
  });
  onTestFinished(() => {
    child.kill("SIGKILL");
  });
  let err = "";
  child.stderr?.on("data", (chunk) => {
    err += String(chunk);
  });
  return { child, ended: once(child, "close").then(([status]) => ({ status, err })) };
}

/** A file with an answer that takes a minute, and a line that is complained of before it is played. */
async function slowRecording(): Promise<string> {
  const path = join(await mkdtemp(join(tmpdir(), "millrace-cli-")), "slow.jsonl");
  await writeFile(path, `${writeRecording(madeRecording([[60_000, "late"]]))}{"recording":`);
  return path;
}

describe("commandLine()", { timeout: 30_000 }, () => {
  it("ends with Ctrl-C while it waits for a prompt", async () => {
    const { child, ended } = start(["stream", ...SIMULATED], ["pipe", "pipe", "pipe"]);
    // More than a pipe holds: it has gone when the child reads.
    const piped = Promise.withResolvers<unknown>();
    child.stdin?.write("prompt ".repeat(1_000_000), piped.resolve);
    await piped.promise;
    child.kill("SIGINT");

    expect(await ended).toEqual({ status: 130, err: "" });
  });

  it("ends with Ctrl-C while it plays a long recording", async () => {
    const args = ["record", "--check", await slowRecording()];
    const { child, ended } = start(args, ["ignore", "pipe", "pipe"]);
    await once(child.stderr ?? child, "data");
    child.kill("SIGINT");

    expect(await ended).toMatchObject({ status: 130 });
  });

  it("ends with Ctrl-C while it waits for models", async () => {
    const asked = Promise.withResolvers<void>();
    const { url } = await byteServer(() => asked.resolve());
    const args = ["providers", "--models", "--timeout", "1m"];
    const { child, ended } = startCli(args, { OPENAI_COMPATIBLE_BASE_URL: url });
    await asked.promise;
    child.kill("SIGINT");

    expect(await ended).toEqual({ status: 130, out: "", err: "" });
  });

  it.runIf(existsSync("/dev/full"))("reports in one line that the results are lost", async () => {
    const args = ["stream", "echo: Hello", ...SIMULATED, "--quiet"];
    const { ended } = start(args, ["ignore", openSync("/dev/full", "w"), "pipe"]);

    expect(await ended).toEqual({
      status: 1,
      err: "Cannot write the results as the disk is full\n",
    });
  });

  it("continues when standard error is closed", async () => {
    const { child, ended } = start(
      ["stream", "echo: Hello", ...SIMULATED],
      ["ignore", "pipe", "pipe"],
    );
    child.stderr?.destroy();
    child.stdout?.resume();

    expect(await ended).toMatchObject({ status: 0 });
  });
});
