import { SimulationError } from "../../simulation-error.ts";

/**
 * Requires the profile of a model's name to be listed; the name can include settings and faults.
 *
 * @returns The name.
 * @throws {SimulationError} With status 404 when the profile is not listed.
 */
export function requireListedModel(models: readonly string[], id: string): string {
  const [profile = ""] = id.split(/[:+]/u);
  if (models.includes(profile)) return id;
  throw new SimulationError(
    `Cannot show the model as it must be in the list: current value is "${id}"`,
    { status: 404 },
  );
}
