import { SimulationError } from "../../simulation-error.ts";

/**
 * A model that is asked for by its name: a profile with settings and faults is one too.
 *
 * @returns The name.
 * @throws {SimulationError} With the status 404, when the profile is not in the list.
 */
export function requireListedModel(models: readonly string[], id: string): string {
  const [profile = ""] = id.split(/[:+]/u);
  if (models.includes(profile)) return id;
  throw new SimulationError(
    `Cannot show the model as it must be in the list: current value is "${id}"`,
    { status: 404 },
  );
}
