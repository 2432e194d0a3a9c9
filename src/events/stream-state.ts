import type { StreamEventBody } from "./stream-event.ts";

/**
 * Where a stream is.
 *
 * ```
 * connecting ──headers──▶ waiting ──reasoning──▶ reasoning ◀──▶ flowing ──end──▶ ended
 *   ▲     │                  │                       │             │
 *   │     └─────failure──────┤                       └───failure───┴──▶ ended
 *   │                        ▼
 *   └───────attempt───── recovering ──headers──▶ waiting
 * ```
 *
 * `waiting` is the time from the headers to the first token. A token of reasoning leads to `reasoning`, a token of
 * the answer (text, tool call or audio) to `flowing`. `end` leads to `ended` from every state, `retry` to
 * `recovering`. A failure after the first token ends the stream: output that was shown cannot be taken back.
 */
export type StreamState =
  | "connecting"
  | "waiting"
  | "reasoning"
  | "flowing"
  | "recovering"
  | "ended";

/** Moves a stream from state to state. `answer-start` only ends reasoning: it is not a token. */
export type StreamStateInput =
  | "headers"
  | "reasoning"
  | "answer-start"
  | "answer"
  | "failure"
  | "retry"
  | "attempt"
  | "end";

/**
 * Returns the state after `input`; the same state if the input changes nothing. Pure.
 *
 * @example
 * ```ts
 * nextState("waiting", "answer"); // "flowing"
 * nextState("flowing", "failure"); // "ended"
 * ```
 */
export function nextState(state: StreamState, input: StreamStateInput): StreamState {
  if (state === "ended" || input === "end") return "ended";
  switch (input) {
    case "headers":
      // Only the process that sends the request knows when the next attempt begins.
      return state === "connecting" || state === "recovering" ? "waiting" : state;
    case "reasoning":
      return "reasoning";
    case "answer-start":
      return state === "reasoning" ? "flowing" : state;
    case "answer":
      return "flowing";
    case "failure":
      return hasOutput(state) ? "ended" : "recovering";
    case "retry":
      return "recovering";
    case "attempt":
      return state === "recovering" ? "connecting" : state;
  }
}

/**
 * Whether the stream has had its first token.
 *
 * @example
 * ```ts
 * hasOutput("reasoning"); // true
 * ```
 */
export function hasOutput(state: StreamState): boolean {
  return state === "reasoning" || state === "flowing";
}

/**
 * Returns what an event means for {@link nextState}; `undefined` if nothing. Empty deltas are not tokens.
 *
 * @example
 * ```ts
 * stateInputOf({ type: "text-delta", block: "0", text: "Hi" }); // "answer"
 * ```
 */
export function stateInputOf(event: StreamEventBody): StreamStateInput | undefined {
  switch (event.type) {
    case "stream-start":
      return "headers";
    case "reasoning-delta":
      return event.text === "" ? undefined : "reasoning";
    case "text-start":
      return "answer-start";
    case "text-delta":
      return event.text === "" ? undefined : "answer";
    case "tool-call-start":
    case "tool-call-delta":
    case "audio-delta":
      return "answer";
    case "attempt-failed":
      return "retry";
    case "stream-end":
      return "end";
    default:
      return undefined;
  }
}
