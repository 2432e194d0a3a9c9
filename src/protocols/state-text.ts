import type { StreamState } from "../events/index.ts";

/**
 * Returns what a stream is doing, for a status line.
 *
 * @example
 * ```ts
 * stateText("flowing"); // "streaming"
 * ```
 */
export function stateText(state: StreamState): string {
  switch (state) {
    case "connecting":
    case "waiting":
      return "waiting for the first token";
    case "reasoning":
      return "reasoning";
    case "flowing":
      return "streaming";
    case "recovering":
      return "retrying after a failed attempt";
    case "ended":
      return "done";
  }
}
