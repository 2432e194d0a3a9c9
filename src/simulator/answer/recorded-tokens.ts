import { POSITIVE_OR_INFINITE, requireNumbers } from "../../stats/index.ts";
import { elapsedMs } from "../../clock/index.ts";
import type { StreamEvent, Trace } from "../../events/index.ts";
import type { ReplayOptions } from "../../providers/index.ts";
import type { SimulatedToken, TokenPart } from "./simulated-answer.ts";

/**
 * The tokens of a recorded stream as the simulator plays them: each due when the read that carried it came,
 * counted from when the request was sent. Those of one read are due together. Pure.
 *
 * @throws {RangeError} When `speed` is not positive.
 *
 * @example
 * ```ts
 * const recorder = traceRecorder({ id: "a", scheduledAt: instant(0) });
 * recorder.sent(instant(10));
 * const read = recorder.read(instant(210), 40);
 * const delta = { type: "text-delta", block: "text", text: "Hi", at: instant(210), seq: 0 } as const;
 * recorder.event(delta, read);
 * const tokens = recordedTokens(recorder.trace(), { speed: 2 });
 * tokens.map(({ text, dueMs }) => [text, dueMs]); // [["Hi", 100]]
 * ```
 */
export function recordedTokens(
  trace: Trace,
  { speed = 1 }: ReplayOptions = {},
): readonly SimulatedToken[] {
  requireNumbers("replay", { speed }, POSITIVE_OR_INFINITE);
  const origin = trace.sentAt ?? trace.scheduledAt;
  const calls: string[] = [];

  return trace.events.flatMap(({ event, read }): SimulatedToken[] => {
    if (event.type === "tool-call-start") calls.push(event.id);
    const at = read === undefined ? undefined : trace.reads[read]?.at;
    const piece = pieceOf(event, calls);
    if (at === undefined || piece === undefined) return [];
    return [{ ...piece, choice: 0, dueMs: Math.max(0, elapsedMs(origin, at)) / speed }];
  });
}

function pieceOf(
  event: StreamEvent,
  calls: readonly string[],
): { readonly part: TokenPart; readonly text: string } | undefined {
  switch (event.type) {
    case "text-delta":
      return event.text === "" ? undefined : { part: { kind: "text" }, text: event.text };
    case "reasoning-delta":
      return event.text === "" ? undefined : { part: { kind: "reasoning" }, text: event.text };
    case "tool-call-delta":
      return {
        part: { kind: "tool-call", call: Math.max(0, calls.indexOf(event.id)) },
        text: event.text,
      };
    default:
      return undefined;
  }
}
