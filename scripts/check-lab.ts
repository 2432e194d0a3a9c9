/** Builds the extension and its wheel, and makes sure that JupyterLab lists it as enabled and sound. */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";

import {
  CHECKOUT,
  EXTENSION_NAME,
  labEnv,
  prepareLab,
  runTool,
  SetUpError,
  terminalProgress,
} from "./lab/index.ts";
import { runMain } from "./main-program.ts";

await runMain(async () => {
  const progress = terminalProgress();
  await prepareLab(progress);

  const wheels = join(CHECKOUT.state, "wheels");
  await mkdir(wheels, { recursive: true });
  await progress.step("Building the wheel", () =>
    runTool(
      join(CHECKOUT.programs, "python"),
      ["-m", "pip", "wheel", "--no-deps", "--no-build-isolation", "-w", wheels, CHECKOUT.extension],
      { failure: "Cannot build the wheel of the extension" },
    ),
  );

  const { out, err } = await progress.step("Asking JupyterLab", () =>
    runTool(join(CHECKOUT.programs, "jupyter"), ["labextension", "list", "--verbose"], {
      failure: "Cannot list JupyterLab's extensions",
      env: labEnv({ folder: CHECKOUT.state, settingsFolder: CHECKOUT.state }),
    }),
  );
  // Which of the two it prints to has changed between releases.
  const list = out + err;
  const line = list.split("\n").find((text) => text.includes(EXTENSION_NAME)) ?? "";
  if (!(line.includes("enabled") && line.includes("OK"))) {
    throw new SetUpError(`Cannot find ${EXTENSION_NAME} enabled and OK in JupyterLab`, {
      output: list,
    });
  }
  progress.say(line.trim());
});
