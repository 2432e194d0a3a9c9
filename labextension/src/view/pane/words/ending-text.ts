import { describeFailure, type EndReason } from "millrace/events";

import { adviceFor } from "./advice.ts";

/** What the body shows below an answer that the model did not finish in the usual way. */
export interface Ending {
  /** `problem` if the user may have to act. */
  readonly tone: "problem" | "note";
  readonly what: string;
  readonly advice: string | undefined;
}

/** Finish reasons with which providers end a refusal that they have sent whole. */
const WHOLE_REFUSALS = ["stop", "completed", "end_turn", "refusal"];

/** Whether the model refused in a complete answer, instead of a filter that cut the answer off. */
export function isWholeRefusal(end: EndReason): boolean {
  return end.kind === "content-filter" && WHOLE_REFUSALS.includes(end.raw?.toLowerCase() ?? "stop");
}

/** Returns what to show for an end; `undefined` if the answer is complete. */
export function endingOf(end: EndReason): Ending | undefined {
  switch (end.kind) {
    case "stop":
    case "tool-calls":
      return undefined;
    case "length":
      return {
        tone: "note",
        what: "The answer reached its length limit.",
        advice: "Allow more output tokens, or ask for a shorter answer.",
      };
    case "content-filter":
      return isWholeRefusal(end)
        ? undefined
        : {
            tone: "problem",
            what: `The provider’s filter cut the answer off${rawText(end.raw)}.`,
            advice: "Ask in another way, or try another model.",
          };
    case "other":
      return {
        tone: "note",
        what: `The provider ended the answer with the unknown reason “${end.raw}”.`,
        advice: undefined,
      };
    case "truncated":
      return {
        tone: "problem",
        what: `The connection ended before the answer was complete${rawText(end.raw)}.`,
        advice: "The text up to here is kept. Retry for a whole answer.",
      };
    case "aborted":
      return undefined;
    case "failed":
      return {
        tone: "problem",
        what: sentence(describeFailure(end.failure)),
        advice: adviceFor(end.failure),
      };
  }
}

function rawText(raw: string | undefined): string {
  return raw === undefined ? "" : ` (${raw})`;
}

function sentence(text: string): string {
  return /[.!?]$/u.test(text) ? text : `${text}.`;
}
