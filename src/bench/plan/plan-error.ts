/**
 * A plan that cannot be run: it breaks a rule, a file cannot be read, or an API key is missing. The message is one line
 * with what to change.
 *
 * @example
 * ```ts
 * new PlanError("Cannot read the plan as pairs must be a whole number from 2").name; // "PlanError"
 * ```
 */
export class PlanError extends Error {
  override readonly name = "PlanError";
}
