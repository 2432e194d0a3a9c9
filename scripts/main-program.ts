import { SetUpError } from "./lab/index.ts";

/** Printed lines of a failed tool's output. */
const SHOWN_LINES = 30;

/**
 * Runs a set-up program. An error is printed in one line, after the output of the failed tool, and the exit status
 * is 2.
 */
export async function runMain(main: () => Promise<void>): Promise<void> {
  try {
    await main();
  } catch (error) {
    process.exitCode = 2;
    if (error instanceof SetUpError) {
      const output = error.output.trimEnd().split("\n").slice(-SHOWN_LINES).join("\n");
      if (output !== "") process.stderr.write(`${output}\n`);
      process.stderr.write(`${error.message}\n`);
    } else {
      process.stderr.write(`${String(error)}\n`);
    }
  }
}
