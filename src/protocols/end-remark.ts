import { describeFailure, type EndReason } from "../events/index.ts";

/**
 * Returns a sentence on an answer that may not be complete; `undefined` if the model finished it.
 */
export function endRemark(end: EndReason): string | undefined {
  switch (end.kind) {
    case "stop":
    case "tool-calls":
      return undefined;
    case "length":
      return "The answer reached its maximum length";
    case "content-filter":
      // A refusal is a complete answer, a filter cuts one off, and providers report both in this way.
      return `Refused or filtered by the provider${end.raw === undefined ? "" : ` (${end.raw})`}`;
    case "other":
      return `The answer ended with an unknown finish reason: ${end.raw}`;
    case "truncated":
      return "The connection ended before the answer was complete";
    case "aborted":
      return "Stopped";
    case "failed":
      return `Failed: ${describeFailure(end.failure)}`;
  }
}
