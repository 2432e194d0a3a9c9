/**
 * `npm start`: sets everything up and opens JupyterLab on the tour, with the simulated providers
 * running. Ctrl-C ends all it started.
 */
import { spawn } from "node:child_process";
import { join } from "node:path";
import { parseArgs } from "node:util";

import { messageOf } from "../src/events/index.ts";
import { instantAfter, systemClock } from "../src/clock/index.ts";
import {
  CHECKOUT,
  prepareLab,
  SetUpError,
  startLab,
  startSimulatedProviders,
  terminalProgress,
} from "./lab/index.ts";
import { runMain } from "./main-program.ts";

const USAGE = `npm start -- [--port <number>] [--no-open]

  --port <number>   where JupyterLab listens on 127.0.0.1; without it, any free port
  --no-open         prints the address and opens no browser
`;

interface Choices {
  readonly port: number | undefined;
  readonly open: boolean;
  readonly help: boolean;
}

await runMain(async () => {
  const { port, open, help } = readChoices(process.argv.slice(2));
  if (help) {
    process.stdout.write(USAGE);
    return;
  }

  const progress = terminalProgress();
  const started: { close(): Promise<void> }[] = [];
  const work = async () => {
    await prepareLab(progress);
    const providers = await progress.step("Starting the simulated providers", () =>
      startSimulatedProviders(),
    );
    started.push(providers);
    const lab = await progress.step("Starting JupyterLab", () =>
      startLab({
        port,
        env: { MILLRACE_SIMULATOR_URL: providers.url },
        settingsFolder: join(CHECKOUT.state, "lab"),
      }),
    );
    started.push(lab);

    const url = `${lab.baseUrl}/lab/tree/notebooks/tour.ipynb?token=${lab.token}`;
    process.stdout.write(`\n  The tour:             ${url}\n`);
    process.stdout.write(`  Simulated providers:  ${providers.url}\n\n  Ctrl-C ends both.\n`);
    if (open && hasDisplay()) openInBrowser(url);

    throw new SetUpError(`JupyterLab has ended by itself with status ${await lab.ended}`);
  };
  try {
    await Promise.race([work(), untilAskedToEnd()]);
  } finally {
    if (started.length > 0) {
      await progress.step("Ending", () => Promise.all(started.map((one) => one.close())));
    }
  }
});

process.exit();

/** @throws {SetUpError} When an option is unknown or has no sensible value. */
function readChoices(parameters: string[]): Choices {
  try {
    const { values } = parseArgs({
      args: parameters,
      allowNegative: true,
      options: {
        port: { type: "string" },
        open: { type: "boolean", default: true },
        help: { type: "boolean", default: false },
      },
    });
    const port = values.port === undefined ? undefined : Number(values.port);
    if (port !== undefined && !(Number.isInteger(port) && port >= 0 && port <= 65_535)) {
      throw new RangeError(`--port must be a whole number up to 65535, not "${values.port}"`);
    }
    return { port, open: values.open, help: values.help };
  } catch (error) {
    const reason = messageOf(error);
    throw new SetUpError(`Cannot start as ${reason}: see "npm start -- --help"`, { cause: error });
  }
}

/**
 * Settles at the first signal, or when the process that started this one is gone: npm, not a shell,
 * thanks to the `exec` in `package.json`.
 */
function untilAskedToEnd(): Promise<void> {
  const clock = systemClock();
  const parent = process.ppid;
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => resolve());
    const watch = () => {
      if (process.ppid === parent) clock.callAt(instantAfter(clock.now(), 1000), watch);
      else resolve();
    };
    watch();
  });
}

function hasDisplay(): boolean {
  if (process.env["CI"] !== undefined) return false;
  if (process.platform === "darwin") return true;
  return process.env["DISPLAY"] !== undefined || process.env["WAYLAND_DISPLAY"] !== undefined;
}

function openInBrowser(url: string): void {
  const opener = process.platform === "darwin" ? "open" : "xdg-open";
  // Without an opener, the URL has been printed.
  spawn(opener, [url], { detached: true, stdio: "ignore" })
    .on("error", () => undefined)
    .unref();
}
