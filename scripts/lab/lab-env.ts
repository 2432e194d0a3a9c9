import { join } from "node:path";

import { CHECKOUT } from "./checkout.ts";

export interface LabFolders {
  /** Where running servers and kernels find each other. */
  readonly folder: string;
  /** Where settings, workspaces and IPython's history are kept. */
  readonly settingsFolder: string;
}

/** Variables of other Python, Jupyter and npm installations, which must not be inherited. */
const FOREIGN = /^(?:JUPYTER|IPYTHON|PYTHON|VIRTUAL_ENV|npm_)/;

/**
 * The environment in which the programs of `.venv` run: none of them reads or writes the user's own
 * Jupyter, Python or IPython.
 */
export function labEnv({ folder, settingsFolder }: LabFolders): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !FOREIGN.test(name));
  return {
    ...Object.fromEntries(inherited),
    PATH: `${CHECKOUT.programs}:${process.env["PATH"] ?? ""}`,
    JUPYTER_CONFIG_DIR: join(settingsFolder, "config"),
    JUPYTER_DATA_DIR: join(settingsFolder, "data"),
    JUPYTER_RUNTIME_DIR: join(folder, "runtime"),
    JUPYTER_PREFER_ENV_PATH: "1",
    IPYTHONDIR: join(settingsFolder, "ipython"),
    PYTHONNOUSERSITE: "1",
  };
}
