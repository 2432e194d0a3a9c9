/** Builds the extension and its wheel, and makes sure that JupyterLab lists it as enabled and sound. */
import { mkdir, readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

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

/** What JupyterLab loads of the extension when it starts, compressed. Math, comparisons, charts and timelines come when they are shown. */
const BUDGET_BYTES = 70 * 1024;

await runMain(async () => {
  const progress = terminalProgress();
  await prepareLab(progress);
  const chunks = await chunkSizes();
  for (const { file, sizeBytes, isInitial } of chunks) {
    progress.say(
      `${String(sizeBytes).padStart(7)} bytes ${file}${isInitial ? "" : " (on demand)"}`,
    );
  }
  const initial = chunks.filter(({ isInitial }) => isInitial);
  const sizeBytes = initial.reduce((sum, chunk) => sum + chunk.sizeBytes, 0);
  if (sizeBytes > BUDGET_BYTES) {
    throw new SetUpError(
      `Cannot accept an extension of ${sizeBytes} bytes as its budget is ${BUDGET_BYTES}: ` +
        `make it smaller, or raise the budget in scripts/check-lab.ts and explain why`,
    );
  }
  progress.say(`The extension has ${sizeBytes} of ${BUDGET_BYTES} bytes at start`);

  const wheels = join(CHECKOUT.state, "wheels");
  await rm(wheels, { recursive: true, force: true });
  await mkdir(wheels, { recursive: true });
  await progress.step("Building the wheel", () =>
    runTool(
      join(CHECKOUT.programs, "python"),
      ["-m", "pip", "wheel", "--no-deps", "--no-build-isolation", "-w", wheels, CHECKOUT.extension],
      { failure: "Cannot build the wheel of the extension" },
    ),
  );

  await checkWheel(wheels);

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

/** @throws {SetUpError} When the wheel lacks its license or its description. */
async function checkWheel(folder: string): Promise<void> {
  const [name = ""] = await readdir(folder);
  const program = [
    "import sys, zipfile",
    "wheel = zipfile.ZipFile(sys.argv[1])",
    "for name in wheel.namelist():",
    "    print(name)",
    "    if name.endswith('/METADATA'): print(wheel.read(name).decode())",
  ].join("\n");
  const { out } = await runTool(
    join(CHECKOUT.programs, "python"),
    ["-c", program, join(folder, name)],
    { failure: "Cannot read the wheel of the extension" },
  );
  const needed = [".dist-info/licenses/LICENSE", "# Millrace for JupyterLab", "schemas/"];
  const missing = needed.filter((text) => !out.includes(text));
  if (missing.length > 0) {
    throw new SetUpError(`Cannot find ${missing.join(", ")} in the wheel`, { output: out });
  }
}

/** The scripts of the built extension, compressed. Its entry names those that JupyterLab loads when it starts. */
async function chunkSizes() {
  const folder = join(CHECKOUT.extension, "millrace_jupyterlab/labextension/static");
  const files = (await readdir(folder)).filter((file) => file.endsWith(".js"));
  const entry = files.find((file) => file.startsWith("remoteEntry.")) ?? "";
  const modules = /"\.\/extension":.*?"\.\/style":.*?\.e\(\d+\)/su.exec(
    await readFile(join(folder, entry), "utf8"),
  );
  const ids = Array.from(modules?.[0].matchAll(/\.e\((\d+)\)/gu) ?? [], ([, id]) => id);
  return Promise.all(
    files.map(async (file) => {
      const sizeBytes = gzipSync(await readFile(join(folder, file))).length;
      return { file, sizeBytes, isInitial: file === entry || ids.includes(file.split(".")[0]) };
    }),
  );
}
