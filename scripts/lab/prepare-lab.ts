import { prepareExtension } from "./extension.ts";
import { registerDenoKernel } from "./kernelspec.ts";
import type { Progress } from "./progress.ts";
import { SetUpError } from "./set-up-error.ts";
import { prepareVirtualEnv } from "./virtual-env.ts";

/**
 * Makes everything that JupyterLab needs, inside the checkout: `.venv`, the extension, the Deno kernel.
 * What is there already is left alone: about a minute the first time, under a second the next. The core
 * need not be built: notebooks and the extension take it from `src/`.
 *
 * @throws {SetUpError} When the machine lacks something, with the cure.
 */
export async function prepareLab(progress: Progress): Promise<void> {
  if (process.platform === "win32") {
    throw new SetUpError("Cannot set up JupyterLab on Windows itself: use WSL");
  }
  await prepareVirtualEnv(progress);
  await prepareExtension(progress);
  await registerDenoKernel();
}
