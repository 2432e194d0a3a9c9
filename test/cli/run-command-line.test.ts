import { describe, expect, it } from "vitest";

import { defineCommand } from "../../src/cli/command.ts";
import { runCommandLine } from "../../src/cli/run-command-line.ts";
import { terminalOf } from "../../src/cli/output/terminal.ts";
import { UsageError } from "../../src/cli/inputs/usage-error.ts";

const KEY = "sk-secret-1234567890";

const greet = defineCommand({
  name: "greet",
  summary: "Say hello",
  usage: "greet [--loud] <name>",
  options: {
    loud: { type: "boolean", help: "Shout" },
    as: { type: "string", help: "Whose greeting" },
    also: { type: "string", multiple: true, help: "Who else is greeted" },
  },
  async run({ values, positionals: [name] }, { out }) {
    if (name === undefined) throw new UsageError("Cannot greet as a name must be given");
    if (name === "ghost") throw new Error(`No ghost there, with ${KEY}\nand a second line`);
    const names = [name, ...(values.also ?? [])].join(" and ");
    out(values.loud === true ? names.toUpperCase() : names);
    return 0;
  },
});

async function run(...args: string[]) {
  let out = "";
  let err = "";
  const terminal = terminalOf(
    {
      stdout: { write: (text) => (out += text) },
      stderr: { write: (text) => (err += text) },
      env: { OPENAI_API_KEY: KEY },
    },
    new AbortController().signal,
  );
  const status = await runCommandLine(args, { version: "1.2.3", commands: [greet] }, terminal);
  return { status, out, err };
}

describe("runCommandLine()", () => {
  it("runs a command with its options", async () => {
    expect(await run("greet", "--loud", "anna")).toEqual({ status: 0, out: "ANNA\n", err: "" });
  });

  it("takes nothing after -- for a flag", async () => {
    expect(await run("greet", "--", "--debug")).toEqual({ status: 0, out: "--debug\n", err: "" });
    expect(await run("greet", "--", "--help")).toEqual({ status: 0, out: "--help\n", err: "" });
  });

  it("takes every value of an option that makes a list", async () => {
    const args = ["greet", "anna", "--also", "bob", "--also=carl"];

    expect(await run(...args)).toEqual({ status: 0, out: "anna and bob and carl\n", err: "" });
  });

  it("takes a negative number for a value, but nothing after --", async () => {
    expect(await run("greet", "anna", "--also", "-1")).toMatchObject({ out: "anna and -1\n" });
    expect(await run("greet", "--", "--also", "-1")).toMatchObject({ out: "--also\n" });
  });

  it.each([
    [["gret"], 'did you mean "greet"?'],
    [["xyzzy"], "must be one of greet; see millrace --help"],
    [["greet"], "Cannot greet as a name must be given"],
    [["greet", "--quiet"], "Unknown option '--quiet'; see millrace greet --help"],
    [["greet", "--lout"], "Unknown option '--lout', did you mean \"--loud\"?"],
    [
      ["greet", "--as", "-x"],
      "(for a value that starts with a dash: --as=-…); see millrace greet --help",
    ],
    [["greet", "--as", ""], "Cannot use --as as it must not be empty"],
    [["greet", "--as", "a", "--as", "b"], "Cannot run greet as --as may be given only once"],
    [["greet", "--as=a", "anna", "--as=a"], "--as may be given only once"],
  ])("answers %j with one line and status 2", async (args, sentence) => {
    const { status, out, err } = await run(...args);

    expect({ status, out, lines: err.split("\n").length }).toEqual({
      status: 2,
      out: "",
      lines: 2,
    });
    expect(err).toContain(sentence);
  });

  it("answers what did not work with one line and status 1, without keys", async () => {
    expect(await run("greet", "ghost")).toEqual({
      status: 1,
      out: "",
      err: "No ghost there, with [OPENAI_API_KEY]\n",
    });
  });

  it("prints the stack trace with --debug, still without keys", async () => {
    const { err } = await run("greet", "ghost", "--debug");

    expect(err).toContain("run-command-line.test.ts");
    expect(err).not.toContain(KEY);
  });

  it("shows help for all and for one", async () => {
    expect((await run("--help")).out).toContain("greet  Say hello");
    expect((await run("greet", "--help")).out).toMatch(/--loud +Shout/u);
    for (const help of [await run("--help"), await run("greet", "--help")]) {
      expect(help.out).toMatch(/Exit status:\n {2}0 .*\n {2}1 .*\n {2}2 .*\n {2}130 .*\n$/u);
    }
    expect((await run("--version")).out).toBe("1.2.3\n");
  });
});
