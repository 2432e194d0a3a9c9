/**
 * What was asked for cannot be run: a plan that breaks a rule, a file that cannot be read, a key that
 * is not there. Its message is one line that says what to change.
 *
 * @example
 * ```ts
 * new PlanError("Cannot read the plan as pairs must be a whole number from 2").name; // "PlanError"
 * ```
 */
export class PlanError extends Error {
  override readonly name = "PlanError";
}
