import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { CHECKOUT } from "./checkout.ts";
import type { Progress } from "./progress.ts";
import { findPython } from "./python.ts";
import { runTool } from "./run-tool.ts";
import { whenChanged } from "./stamp.ts";

/**
 * Makes `.venv` with JupyterLab from `requirements.txt`, unless it is there. Starts afresh when the
 * requirements have changed, when the Python it was made with is gone, or when the checkout was copied or moved.
 *
 * @throws {SetUpError} When there is no suitable Python, or pip fails.
 */
export async function prepareVirtualEnv(progress: Progress): Promise<void> {
  const python = join(CHECKOUT.programs, "python");
  const stamp = join(CHECKOUT.environment, "millrace-stamp");
  const runs = await runTool(python, ["--version"], { failure: "" }).catch(() => undefined);
  if (runs === undefined || !(await isMadeHere(CHECKOUT.environment))) {
    await rm(stamp, { force: true });
  }

  await whenChanged({ stamp, inputs: [CHECKOUT.requirements], outputs: [python] }, async () => {
    const systemPython = await findPython();
    await progress.step("Making .venv", () =>
      runTool(systemPython, ["-m", "venv", "--clear", CHECKOUT.environment], {
        failure: `Cannot make .venv with ${systemPython}`,
      }),
    );
    // Without it the Yarn that JupyterLab brings is taken for a module of our package and fails.
    await writeFile(join(CHECKOUT.environment, "package.json"), '{ "type": "commonjs" }\n');
    await progress.step("Installing JupyterLab into .venv (about 40 s)", () =>
      runTool(python, ["-m", "pip", "install", "--quiet", "-r", CHECKOUT.requirements], {
        failure: "Cannot install JupyterLab as pip failed",
        env: { ...process.env, PIP_DISABLE_PIP_VERSION_CHECK: "1" },
      }),
    );
  });
}

/**
 * Whether the programs of an environment run its own Python: pip writes the absolute path into each of them, so in a
 * copied or moved checkout they run the Python of the other one, or none.
 */
export async function isMadeHere(environment: string): Promise<boolean> {
  const program = await readFile(join(environment, "bin/jupyter-lab"), "utf8").catch(() => "");
  const python = join(environment, "bin/python");
  // In a long path, the first line runs a shell, and the second one Python.
  return [`#!${python}`, `"${python}`].some((start) => program.slice(0, 1_000).includes(start));
}
