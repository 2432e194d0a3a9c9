/** Wrong usage of a command. The message is one line: what failed, the rule, the value, and what to do. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
