/**
 * Something the machine lacks, or something that a tool refused. The message is for a person: what is
 * wrong and what cures it. `output` is what the tool printed, where that says more.
 */
export class SetUpError extends Error {
  override readonly name = "SetUpError";
  readonly output: string;

  constructor(message: string, { output = "", cause }: { output?: string; cause?: unknown } = {}) {
    super(message, { cause });
    this.output = output;
  }
}
