/**
 * Returns the message of a thrown value.
 *
 * @example
 * ```ts
 * messageOf(new Error("no")); // "no"
 * ```
 */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/**
 * Returns the innermost `cause` of an error: `fetch` wraps the socket's error, and an SDK may wrap that of `fetch`.
 *
 * @example
 * ```ts
 * rootCauseOf(new Error("fetch failed", { cause: new Error("ECONNRESET") })); // Error: ECONNRESET
 * ```
 */
export function rootCauseOf(error: unknown): unknown {
  let root = error;
  while (root instanceof Error && root.cause instanceof Error) root = root.cause;
  return root;
}

/**
 * Returns a thrown value as an `Error`. Signals can be aborted with any value.
 *
 * @example
 * ```ts
 * asError("no").message; // "no"
 * ```
 */
export function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
