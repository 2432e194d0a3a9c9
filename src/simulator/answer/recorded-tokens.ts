import { POSITIVE_OR_INFINITE, requireNumbers } from "../../stats/index.ts";
import { elapsedMs } from "../../clock/index.ts";
import type { StreamEvent, Trace } from "../../events/index.ts";
import type { ReplayOptions } from "../../providers/index.ts";
import type { SimulatedToken, TokenPart } from "./simulated-answer.ts";

/**
 * Converts a recorded stream into tokens, each due when the read that contained it arrived, relative to the sending of
 * the request. All tokens of one read are due together. Pure.
 *
 * @throws {RangeError} When `speed` is not positive.
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
    const content = contentOf(event, calls);
    if (at === undefined || content === undefined) return [];
    return [{ ...content, choice: 0, dueMs: Math.max(0, elapsedMs(origin, at)) / speed }];
  });
}

function contentOf(
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
