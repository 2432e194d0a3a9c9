/**
 * A model name or a setting that the simulator cannot follow, in one line for whoever wrote it.
 *
 * @example
 * ```ts
 * new SimulationError('Cannot answer as "model" must be a string').status; // 400
 * ```
 */
export class SimulationError extends RangeError {
  override readonly name = "SimulationError";
  /** The status of HTTP in which a server says it: 400, or 404 for what there is not. */
  readonly status: 400 | 404;

  constructor(message: string, { status = 400 }: { readonly status?: 400 | 404 } = {}) {
    super(message);
    this.status = status;
  }
}
