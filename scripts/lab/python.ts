import { runTool } from "./run-tool.ts";
import { SetUpError } from "./set-up-error.ts";

const OLDEST_MINOR = 10;

/** Prints the version as "3.11" and, on the next line, whether an environment can be made. */
const QUESTION = `
import importlib.util, sys
print("%d.%d" % sys.version_info[:2])
print(all(importlib.util.find_spec(name) for name in ("venv", "ensurepip")))
`;

/**
 * The name of a Python that can make the environment.
 *
 * @throws {SetUpError} When there is none; the message names the cure.
 */
export async function findPython(): Promise<string> {
  let reason = "no python3 was found";
  for (const name of ["python3", "python"]) {
    const answer = await runTool(name, ["-c", QUESTION], { failure: "" }).catch(() => undefined);
    if (answer === undefined) continue;
    const [version = "", canMakeEnvironment] = answer.out.trim().split("\n");
    if (!isNewEnough(version)) {
      reason = `${name} is ${version}`;
    } else if (canMakeEnvironment === "True") {
      return name;
    } else {
      throw new SetUpError(
        `Cannot make .venv as ${name} ${version} lacks the module venv or ensurepip: ` +
          `install it, on Debian and Ubuntu with "apt-get install python3-venv"`,
      );
    }
  }
  throw new SetUpError(
    `Cannot set up JupyterLab as Python 3.${OLDEST_MINOR} or newer is needed and ${reason}: ` +
      `install it, on Debian and Ubuntu with "apt-get install python3 python3-venv"`,
  );
}

function isNewEnough(version: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major > 3 || (major === 3 && minor >= OLDEST_MINOR);
}
