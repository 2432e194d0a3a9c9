import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { describe, expect, it, onTestFinished } from "vitest";

import { EFFECTIVE } from "../support/control-characters.ts";
import { byteServer, chunk, refuses, sends } from "../support/servers/byte-server.ts";
import { ROOT } from "../support/run-cli.ts";

/** Runs the rest of its arguments on a pseudo-terminal and copies what they write. */
const ON_A_PTY =
  "import os, pty, sys; sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))";

const hasPty = spawnSync("python3", ["-c", "import pty"]).status === 0;

async function onTerminal(args: readonly string[]): Promise<string> {
  const command = [process.execPath, "-C", "millrace-source", "src/cli/main.ts", ...args];
  const child = spawn("python3", ["-c", ON_A_PTY, ...command], {
    cwd: ROOT,
    env: { PATH: process.env["PATH"], TERM: "xterm" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  let written = "";
  child.stdout.setEncoding("utf8").on("data", (text) => (written += String(text)));
  await once(child, "close");
  // The terminal's own line breaks.
  return written.replaceAll("\r\n", "\n");
}

const HOSTILE = "\u001b]0;title\u0007\u001b[2J\rgone\u009b31m\u202e\u007f";
const SHOWN = "␛]0;title␇␛[2J␍gone\ufffd31m\ufffd␡";

describe.runIf(hasPty)("millrace stream on a real terminal", { timeout: 30_000 }, () => {
  it("shows answer, reasoning and calls without their control characters", async () => {
    const call = { index: 0, id: "c", function: { name: HOSTILE, arguments: '{"a":"\u202e"}' } };
    const answer = sends(
      chunk({ reasoning_content: HOSTILE }),
      chunk({ content: HOSTILE.slice(0, 9) }),
      chunk({ content: HOSTILE.slice(9) }),
      chunk({ tool_calls: [call] }),
      chunk({}, { finish: "tool_calls" }),
      "data: [DONE]\n\n",
    );
    const { url } = await byteServer(answer);
    const written = await onTerminal([
      "stream",
      "Hi",
      "--base-url",
      url,
      "--model",
      "m",
      "--quiet",
    ]);

    expect(written).toBe(`\u001b[2m${SHOWN}\u001b[22m\n${SHOWN}\n→ ${SHOWN} {"a":"\ufffd"}\n`);
  });

  it("shows the words of an error without their control characters", async () => {
    const { url } = await byteServer(refuses(400, {}, HOSTILE));
    const written = await onTerminal(["stream", "Hi", "--base-url", url, "--model", "m"]);

    expect(written).toContain(SHOWN);
    expect(written).not.toMatch(EFFECTIVE);
  });

  it("escapes them in JSON", async () => {
    const { url } = await byteServer(sends(chunk({ content: HOSTILE }), "data: [DONE]\n\n"));
    const args = ["stream", "Hi", "--base-url", url, "--model", "m", "--quiet"];

    expect(JSON.parse(await onTerminal([...args, "--json"]))).toMatchObject({ text: HOSTILE });
    const events = await onTerminal([...args, "--events"]);
    expect(events).not.toMatch(EFFECTIVE);
  });
});
