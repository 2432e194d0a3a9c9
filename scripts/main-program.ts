import { SetUpError } from "./lab/index.ts";

/** How many lines of a failed tool's output a person is shown. */
const SHOWN_LINES = 30;

/**
 * Runs a set-up program to its end. What it cannot do is said in one line, after what the tool that
 * failed has printed, and ends in exit status 2.
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
