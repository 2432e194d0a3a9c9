import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { CHECKOUT } from "./checkout.ts";
import type { Progress } from "./progress.ts";
import { findPython } from "./python.ts";
import { runTool } from "./run-tool.ts";
import { whenChanged } from "./stamp.ts";

/**
 * Makes `.venv` with JupyterLab from `requirements.txt`, unless it is there. Starts afresh when the
 * requirements have changed or when the Python it was made with is gone.
 *
 * @throws {SetUpError} When there is no suitable Python, or pip fails.
 */
export async function prepareVirtualEnv(progress: Progress): Promise<void> {
  const python = join(CHECKOUT.programs, "python");
  const stamp = join(CHECKOUT.environment, "millrace-stamp");
  await runTool(python, ["--version"], { failure: "" }).catch(() => rm(stamp, { force: true }));

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
