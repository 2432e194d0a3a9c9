/**
 * Something that is missing on the machine, or a tool that failed. The message names the problem and its solution.
 * `output` is the output of the tool, if it explains more.
 */
export class SetUpError extends Error {
  override readonly name = "SetUpError";
  readonly output: string;

  constructor(message: string, { output = "", cause }: { output?: string; cause?: unknown } = {}) {
    super(message, { cause });
    this.output = output;
  }
}
