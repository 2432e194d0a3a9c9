import { spawn } from "node:child_process";
import { delimiter, join } from "node:path";
import { text } from "node:stream/consumers";

import { CHECKOUT } from "./checkout.ts";
import { SetUpError } from "./set-up-error.ts";

export interface ToolOptions {
  /** What a person reads when the tool fails: "Cannot ‹what›". */
  readonly failure: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** What a program has printed. */
export interface ToolOutput {
  readonly out: string;
  readonly err: string;
}

/**
 * Runs a program in the checkout to its end and gives what it printed. The programs of `node_modules`
 * come first on its path, so `node` is the checkout's own.
 *
 * @throws {SetUpError} When it cannot be started or ends with another status than 0.
 */
export async function runTool(
  command: string,
  parameters: readonly string[],
  { failure, env = process.env }: ToolOptions,
): Promise<ToolOutput> {
  const child = spawn(command, parameters, {
    cwd: CHECKOUT.root,
    env: { ...env, PATH: withOwnPrograms(env["PATH"]) },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const endWithUs = () => child.kill();
  process.once("exit", endWithUs);
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  try {
    const [out, err, status] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
    if (status === 0) return { out, err };
    throw new SetUpError(failure, { output: out + err });
  } catch (error) {
    if (error instanceof SetUpError) throw error;
    throw new SetUpError(failure, { output: String(error), cause: error });
  } finally {
    process.off("exit", endWithUs);
  }
}

function withOwnPrograms(path = ""): string {
  return join(CHECKOUT.root, "node_modules/.bin") + delimiter + path;
}
