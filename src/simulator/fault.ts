/** Something that goes wrong with an answer, on request. */
export type Fault =
  /**
   * The answer ends after so many tokens: `clean` ends the body without the sign of completion, `fin`
   * closes the connection in the middle of the body, `rst` resets it.
   */
  | { readonly kind: "cut"; readonly after: number; readonly how: "clean" | "fin" | "rst" }
  /** Nothing comes for a while after so many tokens. */
  | { readonly kind: "stall"; readonly after: number; readonly forMs: number }
  /** The first `times` requests for this very model name are refused. */
  | {
      readonly kind: "status";
      readonly code: number;
      readonly retryAfterMs: number | undefined;
      readonly times: number;
    };
