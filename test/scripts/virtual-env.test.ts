import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { beforeEach, describe, expect, it, onTestFinished } from "vitest";

import { isMadeHere } from "../../scripts/lab/virtual-env.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "millrace-venv-"));
  mkdirSync(join(folder, "first/bin"), { recursive: true });
  onTestFinished(() => rmSync(folder, { recursive: true }));
});

/** Writes what pip writes for a program, in an environment with this path. */
function writeProgram(environment: string, firstLines: (python: string) => string): void {
  const python = join(environment, "bin/python3.13");
  writeFileSync(join(environment, "bin/jupyter-lab"), `${firstLines(python)}\nimport re\n`);
}

describe("isMadeHere()", () => {
  it.each([
    ["a short path", (python: string) => `#!${python}`],
    [
      "a path that is too long for one line",
      (python: string) => `#!/bin/sh\n'''exec' "${python}" "$0" "$@"\n' '''`,
    ],
  ])("recognises an environment that was moved, with %s", async (_name, firstLines) => {
    const first = join(folder, "first");
    const second = join(folder, "second");
    writeProgram(first, firstLines);
    expect(await isMadeHere(first)).toBe(true);

    renameSync(first, second);
    expect(await isMadeHere(second)).toBe(false);
  });

  it("is false before JupyterLab has been installed", async () => {
    expect(await isMadeHere(join(folder, "first"))).toBe(false);
  });
});
