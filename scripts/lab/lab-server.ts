import { randomBytes } from "node:crypto";
import { mkdir, readdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { messageOf } from "../../src/events/index.ts";
import { asText, dig, parseJson } from "../../src/wire/index.ts";
import { CHECKOUT } from "./checkout.ts";
import { freePort } from "./free-port.ts";
import { labEnv } from "./lab-env.ts";
import { startLeashed } from "./leashed-process.ts";
import { ownFolder } from "./own-folder.ts";
import { SetUpError } from "./set-up-error.ts";
import { untilReachable } from "./until-reachable.ts";

export interface LabOptions {
  /** Undefined: any free port. */
  readonly port?: number | undefined;
  /** Added to the environment of the server and so of its kernels. */
  readonly env?: NodeJS.ProcessEnv;
  /** Puts the application into the page as `window.jupyterapp`, for tests that drive it. */
  readonly exposeApp?: boolean;
  /** The folder whose notebooks are served. Undefined: the checkout. */
  readonly rootFolder?: string;
  /** Python packages whose front-end extensions are not served, as if they were not installed. */
  readonly without?: readonly string[];
  /** Where settings and workspaces are kept. Undefined: a new folder, deleted at the end. */
  readonly settingsFolder?: string;
}

/** A running JupyterLab, on 127.0.0.1 only. */
export interface Lab {
  /** Where the server answers: `http://127.0.0.1:<port>`, without a slash at the end. */
  readonly baseUrl: string;
  /** Needed for every request: `?token=…` or the header `authorization: token …`. */
  readonly token: string;
  /** The page to open, token included. */
  readonly url: string;
  /** Resolves when the server has ended, for any reason. */
  readonly ended: Promise<number>;
  /** What the server has printed so far, at most its last 200 lines. */
  log(): string;
  /** Ends the server, its kernels and all they started, and deletes what they kept. */
  close(): Promise<void>;
}

/**
 * Starts JupyterLab out of `.venv` and waits until it answers. It neither reads nor writes the user's
 * own Jupyter: configuration, data, runtime files and IPython are private to the checkout. It ends with
 * this process, however that ends.
 *
 * @throws {SetUpError} When the port is in use, or the server ends or does not answer within 60 s.
 */
export async function startLab(options: LabOptions = {}): Promise<Lab> {
  const port = await freePort(options.port);
  const folder = await ownFolder("lab");
  const token = randomBytes(24).toString("hex");
  const baseUrl = `http://127.0.0.1:${port}`;
  await refuseNews(options.settingsFolder ?? folder);
  const configuration = join(folder, "lab_config.py");
  await writeFile(configuration, await configurationOf(options, { folder, port, token }));

  const lines: string[] = [];
  const server = startLeashed(
    join(CHECKOUT.programs, "jupyter-lab"),
    [`--config=${configuration}`, "--no-browser"],
    {
      folder,
      env: {
        ...labEnv({ folder, settingsFolder: options.settingsFolder ?? folder }),
        ...options.env,
      },
      onLine(line) {
        lines.push(line);
        if (lines.length > 200) lines.shift();
      },
    },
  );

  const lab: Lab = {
    baseUrl,
    token,
    url: `${baseUrl}/lab?token=${token}`,
    ended: server.ended,
    log: () => lines.join("\n"),
    close: () => server.close(),
  };
  try {
    await untilReachable(`${baseUrl}/api/status?token=${token}`, {
      what: "JupyterLab",
      timeoutMs: 60_000,
      ended: server.ended,
    });
  } catch (error) {
    await lab.close();
    throw new SetUpError(messageOf(error), { output: lab.log(), cause: error });
  }
  return lab;
}

interface Place {
  /** The lab's own folder, the mark of all its processes. */
  readonly folder: string;
  readonly port: number;
  readonly token: string;
}

async function configurationOf(
  options: LabOptions,
  { folder, port, token }: Place,
): Promise<string> {
  const settings: Record<string, string | number | boolean | readonly string[]> = {
    "ServerApp.ip": "127.0.0.1",
    "ServerApp.port": port,
    "ServerApp.port_retries": 0,
    "ServerApp.allow_root": true,
    "ServerApp.root_dir": options.rootFolder ?? CHECKOUT.root,
    "IdentityProvider.token": token,
    "LabApp.default_url": "/lab",
    "LabApp.check_for_updates_class": "jupyterlab.NeverCheckForUpdate",
    "LabApp.news_url": "",
    "LabApp.expose_app_in_browser": options.exposeApp ?? false,
  };
  if (options.without !== undefined) {
    settings["LabApp.labextensions_path"] = [await extensionsWithout(options.without, folder)];
  }
  return Object.entries(settings)
    .map(([name, value]) => `c.${name} = ${asPython(value)}\n`)
    .join("");
}

/** Without this, JupyterLab opens a dialog that offers to fetch news. */
async function refuseNews(settingsFolder: string): Promise<void> {
  const plugin = join(settingsFolder, "config/lab/user-settings/@jupyterlab/apputils-extension");
  await mkdir(plugin, { recursive: true });
  const settings = join(plugin, "notification.jupyterlab-settings");
  // What a user has chosen since stays.
  await writeFile(settings, `${JSON.stringify({ fetchNews: "false" })}\n`, { flag: "wx" }).catch(
    () => undefined,
  );
}

/** JSON is Python but for its words: here only `true` and `false` occur. */
function asPython(value: unknown): string {
  if (typeof value === "boolean") return value ? "True" : "False";
  return JSON.stringify(value);
}

/**
 * A folder with links to all installed extensions but those of `packages`: for the page these are not
 * installed, so neither do they run nor are the modules there that they would share.
 */
async function extensionsWithout(packages: readonly string[], folder: string): Promise<string> {
  const from = join(CHECKOUT.jupyterShare, "labextensions");
  const to = join(folder, "labextensions");
  for (const name of await extensionsIn(from)) {
    const origin = await readFile(join(from, name, "install.json"), "utf8").catch(() => "{}");
    const packageName = asText(dig(parseJson(origin), "packageName"));
    if (packageName !== undefined && packages.includes(packageName)) continue;
    await mkdir(join(to, name, ".."), { recursive: true });
    await symlink(join(from, name), join(to, name));
  }
  return to;
}

/** Names such as `jupyterlab_pygments` and `@jupyter-widgets/jupyterlab-manager`. */
async function extensionsIn(folder: string): Promise<string[]> {
  const names = await readdir(folder);
  const nested = names.map(async (name) =>
    name.startsWith("@")
      ? (await readdir(join(folder, name))).map((inner) => join(name, inner))
      : [name],
  );
  return (await Promise.all(nested)).flat();
}
