import { answerCollector, type Trace } from "../../events/index.ts";
import { recordedTokens } from "./recorded-tokens.ts";
import type { SimulatedAnswer } from "./simulated-answer.ts";
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
    finish: finishOf(end?.kind),
    rawFinish: end?.kind === "other" ? end.raw : undefined,
    stoppedBy: undefined,
  };
}

function finishOf(kind: string | undefined): SimulatedAnswer["finish"] {
  switch (kind) {
    case "length":
    case "tool-calls":
      return kind;
    case "content-filter":
      return "refusal";
    default:
      return "stop";
  }
}
