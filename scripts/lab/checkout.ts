import { join } from "node:path";

/** The folder this program lives in; everything it makes stays inside. */
const root = join(import.meta.dirname, "../..");

/** Where things are in the checkout. All paths are absolute. */
export const CHECKOUT = {
  root,
  /** Python, JupyterLab and everything that pip installs. */
  environment: join(root, ".venv"),
  /** The environment's programs, `python` and `jupyter` among them. */
  programs: join(root, ".venv/bin"),
  /** The environment's share of Jupyter's data: kernels and extensions. */
  jupyterShare: join(root, ".venv/share/jupyter"),
  /** What the set-up programs and running servers keep; may be deleted at any time. */
  state: join(root, ".millrace"),
  requirements: join(root, "scripts/lab/requirements.txt"),
  extension: join(root, "labextension"),
} as const;
