/** A command that was asked wrongly: one line that says what, which rule, which value, and what to do. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
