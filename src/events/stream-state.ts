/**
 * Where a stream is.
 *
 * ```
 * connecting ──headers──▶ waiting ──token──▶ flowing ──end──▶ ended
 *     │                      │                  │
 *     └────────failure───────┴───▶ recovering   └──failure──▶ ended
 *                                   │      │
 *                            attempt▼      └──end──▶ ended
 *                               connecting
 * ```
 *
 * `end` leads to `ended` from everywhere. A failure after the first token ends the stream: what was
 * shown cannot be taken back.
 */
export type Phase = "connecting" | "waiting" | "flowing" | "recovering" | "ended";

/** What moves a stream from phase to phase. */
export type PhaseInput = "headers" | "token" | "failure" | "attempt" | "end";

/**
 * The phase after `input`; the same phase where the input changes nothing. Pure.
 *
 * @example
 * ```ts
 * nextPhase("waiting", "token"); // "flowing"
 * nextPhase("flowing", "failure"); // "ended"
 * ```
 */
export function nextPhase(phase: Phase, input: PhaseInput): Phase {
  if (phase === "ended" || input === "end") return "ended";
  switch (input) {
    case "headers":
      return phase === "connecting" ? "waiting" : phase;
    case "token":
      return "flowing";
    case "failure":
      return phase === "flowing" ? "ended" : "recovering";
    case "attempt":
      return phase === "recovering" ? "connecting" : phase;
  }
}
