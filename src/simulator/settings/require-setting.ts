import { numberProblem, type NumberRule } from "../../stats/index.ts";
import { SimulationError } from "../simulation-error.ts";

/**
 * `requireNumbers()` for settings that arrive in requests.
 *
 * @throws {SimulationError} With the purpose, the setting, the rule and the value.
 */
export function requireSettings(
  purpose: string,
  settings: Readonly<Record<string, number>>,
  rule: NumberRule,
): void {
  const problem = numberProblem(purpose, settings, rule);
  if (problem !== undefined) throw new SimulationError(problem);
}
