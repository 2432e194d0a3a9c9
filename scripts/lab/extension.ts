import { cp, rm } from "node:fs/promises";
import { join } from "node:path";

import { CHECKOUT } from "./checkout.ts";
import type { Progress } from "./progress.ts";
import { runTool } from "./run-tool.ts";
import { whenChanged } from "./stamp.ts";

/** The extension as JupyterLab knows it: the name of its npm package. */
export const EXTENSION_NAME = "millrace-jupyterlab";

const built = join(CHECKOUT.extension, "millrace_jupyterlab/labextension");
const installed = join(CHECKOUT.jupyterShare, "labextensions", EXTENSION_NAME);

/**
 * Builds the JupyterLab extension and installs it into `.venv`, each only when something it is made
 * from has changed.
 *
 * @throws {SetUpError} When the build fails.
 */
export async function prepareExtension(progress: Progress): Promise<void> {
  await whenChanged(
    {
      stamp: join(CHECKOUT.state, "stamps/extension"),
      inputs: [
        ...["package.json", "src", "schema", "style", "rspack.config.cjs", "tsconfig.json"].map(
          (name) => join(CHECKOUT.extension, name),
        ),
        join(CHECKOUT.root, "src"),
        join(CHECKOUT.root, "package-lock.json"),
      ],
      outputs: [join(built, "package.json")],
    },
    () =>
      progress.step("Building the JupyterLab extension", () =>
        runTool("npm", ["run", "build", "--workspace", "labextension"], {
          failure: "Cannot build the JupyterLab extension",
        }),
      ),
  );
  await whenChanged(
    {
      stamp: join(installed, "millrace-stamp"),
      inputs: [built, join(CHECKOUT.extension, "install.json")],
      outputs: [join(installed, "package.json")],
    },
    async () => {
      await rm(installed, { recursive: true, force: true });
      await cp(built, installed, { recursive: true });
      await cp(join(CHECKOUT.extension, "install.json"), join(installed, "install.json"));
    },
  );
}
