import { elapsedMs } from "../../clock/index.ts";
import { answerCollector, type StreamEvent, type Trace } from "../../events/index.ts";
import type { ReplayOptions } from "../../providers/index.ts";
import { POSITIVE_OR_INFINITE } from "../../stats/index.ts";
import { requireSettings } from "../settings/require-setting.ts";
import type { SimulatedAnswer, SimulatedToken, TokenPart } from "./simulated-answer.ts";
import { SimulationError } from "../simulation-error.ts";

/** Content and times of an answer, before faults and the network. */
export type AnswerPlan = Pick<
  SimulatedAnswer,
  "tokens" | "toolCalls" | "finish" | "rawFinish" | "stoppedBy"
>;

/**
 * Replays a recorded answer at its recorded times, whatever the request. If there are several, one is picked at random.
 *
 * @param pick Random number in [0, 1).
 * @throws {SimulationError} When there are no recordings.
 */
export function recordedPlan(
  traces: readonly Trace[] = [],
  { speed, pick }: { readonly speed: number; readonly pick: number },
): AnswerPlan {
  const trace = traces[Math.floor(pick * traces.length)];
  if (trace === undefined) {
    throw new SimulationError(
      "Cannot play a recording as the timing trace needs one: set a recording file",
    );
  }
  const collector = answerCollector();
  for (const { event } of trace.events) collector.add(event);
  const { toolCalls, end } = collector.collected();
  return {
    tokens: recordedTokens(trace, { speed }),
    toolCalls: toolCalls.map(({ id, name, text }) => ({ id, name, text })),
    finish: FINISHES.get(end?.kind) ?? "stop",
    rawFinish: end?.kind === "other" ? end.raw : undefined,
    stoppedBy: undefined,
  };
}

const FINISHES = new Map<string | undefined, SimulatedAnswer["finish"]>([
  ["length", "length"],
  ["tool-calls", "tool-calls"],
  ["content-filter", "refusal"],
]);

/**
 * Converts a recorded stream into tokens, each due when the read that contained it arrived, relative to the sending of
 * the request. All tokens of one read are due together. Pure.
 *
 * @throws {SimulationError} When `speed` is not positive.
 */
export function recordedTokens(
  trace: Trace,
  { speed = 1 }: ReplayOptions = {},
): readonly SimulatedToken[] {
  requireSettings("replay", { speed }, POSITIVE_OR_INFINITE);
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
    case "reasoning-delta": {
      const kind = event.type === "text-delta" ? "text" : "reasoning";
      return event.text === "" ? undefined : { part: { kind }, text: event.text };
    }
    case "tool-call-delta":
      return {
        part: { kind: "tool-call", call: Math.max(0, calls.indexOf(event.id)) },
        text: event.text,
      };
    default:
      return undefined;
  }
}
