import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { CHECKOUT } from "./checkout.ts";
import { SetUpError } from "./set-up-error.ts";

/** The Deno of the npm package, which is what the notebooks are tested with. */
const DENO = join(CHECKOUT.root, "node_modules/deno/deno");

/** Deno's environment: its cache stays in the checkout, and update checks are off. */
const DENO_ENV = {
  DENO_DIR: join(CHECKOUT.state, "deno"),
  DENO_NO_UPDATE_CHECK: "1",
} as const;

/**
 * Registers the Deno kernel in `.venv`, where only this checkout's JupyterLab looks.
 *
 * There is no `interrupt_mode` in it on purpose: "message" wedges the kernel for good when it is
 * interrupted while a cell awaits.
 *
 * @throws {SetUpError} When the npm package `deno` has not been installed completely.
 */
export async function registerDenoKernel(): Promise<void> {
  if (!existsSync(DENO)) {
    throw new SetUpError(
      `Cannot register the Deno kernel as ${DENO} is missing: run "npm ci" with install scripts allowed`,
    );
  }
  const kernelspec = {
    argv: [DENO, "jupyter", "--kernel", "--conn", "{connection_file}"],
    display_name: "Deno",
    language: "typescript",
    env: DENO_ENV,
  };
  const folder = join(CHECKOUT.jupyterShare, "kernels/deno");
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "kernel.json"), `${JSON.stringify(kernelspec, undefined, 2)}\n`);
}
