/**
 * A model name or a setting that the simulator cannot follow, in one line for whoever wrote it.
 *
 * @example
 * ```ts
 * new SimulationError('Cannot answer as "model" must be text').name; // "SimulationError"
 * ```
 */
export class SimulationError extends RangeError {
  override readonly name = "SimulationError";
}
