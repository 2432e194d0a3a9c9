/** A model name or a setting that the simulator cannot follow, in one line for whoever wrote it. */
export class SimulationError extends RangeError {
  override readonly name = "SimulationError";
}
