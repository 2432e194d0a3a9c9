interface SimulationErrorOptions {
  readonly status?: 400 | 404 | undefined;
  readonly reason?: "context-length" | undefined;
}

/**
 * An invalid model name, setting or request.
 *
 * @example
 * ```ts
 * new SimulationError('Cannot answer as "model" must be a string').status; // 400
 * ```
 */
export class SimulationError extends RangeError {
  override readonly name = "SimulationError";
  /** HTTP status of the response: 400, or 404 for something that does not exist. */
  readonly status: 400 | 404;
  /** Set for errors that providers mark with a code. */
  readonly reason: "context-length" | undefined;

  constructor(message: string, { status = 400, reason }: SimulationErrorOptions = {}) {
    super(message);
    this.status = status;
    this.reason = reason;
  }
}
