import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync } from "node:fs";
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";

import { readPrompt } from "../../../src/cli/inputs/read-prompt.ts";
import type { InputKind } from "../../../src/cli/output/terminal.ts";
import { VirtualClock } from "../../../src/clock/index.ts";
import { ROOT } from "../../support/run-cli.ts";

const interrupt = new AbortController().signal;

async function* sent(...chunks: readonly (string | Uint8Array)[]) {
  for (const chunk of chunks) yield Buffer.from(chunk);
}

function surroundings(chunks: AsyncIterable<unknown>, kind: InputKind = "pipe") {
  const said: string[] = [];
  let released = false;
  const input = { kind, chunks, release: () => void (released = true) };
  const terminal = { input, interrupt, err: (line: string) => void said.push(line) };
  return { terminal, said, isReleased: () => released };
}

function prompt(positionals: readonly string[], ...chunks: readonly (string | Uint8Array)[]) {
  return readPrompt(positionals, surroundings(sent(...chunks)).terminal, new VirtualClock());
}

describe("readPrompt()", () => {
  it.each<
    readonly [string, readonly [positionals: readonly string[], chunks: readonly string[]], string]
  >([
    ["the argument alone", [["Hi"], []], "Hi"],
    [
      "what is piped in below the argument",
      [["Review this"], ["dif", "f\n"]],
      "Review this\n\ndiff",
    ],
    ["what is piped in alone for -", [["-"], ["piped\n"]], "piped"],
    ["what is piped in alone without an argument", [[], ["piped\n"]], "piped"],
    ["what is piped in for an empty argument", [[""], ["piped"]], "piped"],
    ["the argument alone if white space is piped in", [["Hi"], [" \n"]], "Hi"],
    ["no byte order mark", [["Hi"], ["\ufeffpiped"]], "Hi\n\npiped"],
    ["white space at the start of what is piped in", [["Hi"], ["  indented"]], "Hi\n\n  indented"],
  ])("returns %s", async (_, [positionals, chunks], expected) => {
    expect(await prompt(positionals, ...chunks)).toBe(expected);
  });

  it("joins a character that is cut over two chunks", async () => {
    const bytes = Buffer.from("é");

    expect(await prompt([], bytes.subarray(0, 1), bytes.subarray(1))).toBe("é");
  });

  it.each<readonly [string, readonly (string | Uint8Array)[], string]>([
    ["no prompt", [], "Cannot read the prompt as there is none"],
    [
      "Latin-1",
      [Buffer.from("né", "latin1")],
      "Cannot read standard input as it must be UTF-8: byte 1 is 0xE9",
    ],
    [
      "UTF-16",
      [Buffer.from("\ufeffhi", "utf16le")],
      "Cannot read standard input as it must be UTF-8: it is UTF-16",
    ],
  ])("refuses %s", async (_, chunks, message) => {
    await expect(prompt(["-"], ...chunks)).rejects.toThrow(message);
  });

  it("does not read a device beside an argument", async () => {
    const { terminal } = surroundings(sent("not read"), "device");

    expect(await readPrompt(["Hi"], terminal, new VirtualClock())).toBe("Hi");
  });

  it("reads a socket that sends something", async () => {
    const { terminal } = surroundings(sent("sent"), "socket");

    expect(await readPrompt(["Hi"], terminal, new VirtualClock())).toBe("Hi\n\nsent");
  });

  it("leaves a socket that stays open without sending, and warns", async () => {
    const clock = new VirtualClock();
    const open = Promise.withResolvers<never>();
    const { terminal, said, isReleased } = surroundings(never(open.promise), "socket");
    const reading = readPrompt(["Hi"], terminal, clock);
    await clock.advanceBy(2_000);

    expect(await reading).toBe("Hi");
    expect(said).toEqual(["Nothing was piped in within 2 s: only the prompt is sent"]);
    expect(isReleased()).toBe(true);
  });

  it("waits for a slow pipe, and explains the wait", async () => {
    const clock = new VirtualClock();
    const slow = Promise.withResolvers<string>();
    const { terminal, said } = surroundings(later(slow.promise));
    const reading = readPrompt(["Hi"], terminal, clock);
    await clock.advanceBy(60_000);
    slow.resolve("late");

    expect(await reading).toBe("Hi\n\nlate");
    expect(said).toEqual([
      "Waiting for the end of standard input; add < /dev/null if nothing is piped in",
    ]);
  });
});

async function* later(text: Promise<string>) {
  yield Buffer.from(await text);
}

async function* never(open: Promise<never>) {
  yield await open;
}

describe("millrace stream with its standard input", { timeout: 30_000 }, () => {
  const COMMAND =
    'exec "$0" -C millrace-source src/cli/main.ts stream "echo: Hi" --provider simulator --model fixed:ttftMs=1,itlMs=1 --quiet';

  async function answer(stdin: "pipe" | "ignore" | number, script: string, sentText?: string) {
    const child = spawn("bash", ["-c", script, process.execPath], {
      cwd: ROOT,
      env: { PATH: process.env["PATH"] },
      stdio: [stdin, "pipe", "inherit"],
    });
    onTestFinished(() => void child.kill("SIGKILL"));
    if (sentText !== undefined) child.stdin?.end(sentText);
    let out = "";
    child.stdout?.on("data", (chunk) => (out += String(chunk)));
    await once(child, "close");
    return out;
  }

  it("appends a pipe", async () => {
    expect(await answer("ignore", `echo piped | (${COMMAND})`)).toBe("Hi\n\npiped\n");
  });

  it("appends what a program sends", async () => {
    expect(await answer("pipe", COMMAND, "sent")).toBe("Hi\n\nsent\n");
  });

  it("appends a file", async () => {
    const path = join(await mkdtemp(join(tmpdir(), "millrace-stdin-")), "file");
    await writeFile(path, "from a file\n");
    const file = openSync(path, "r");
    onTestFinished(() => closeSync(file));

    expect(await answer(file, COMMAND)).toBe("Hi\n\nfrom a file\n");
  });

  it.each([
    ["/dev/null", "ignore", COMMAND],
    ["a closed input", "ignore", `${COMMAND} <&-`],
    ["an input that a program leaves open", "pipe", `${COMMAND} 2>/dev/null`],
  ] as const)("is not held by %s", async (_, stdin, script) => {
    expect(await answer(stdin, script)).toBe("Hi\n");
  });
});
