import { describeFailure } from "millrace/events";
import { type ReceivedStream, stateText } from "millrace/protocols";

/** Whether a kernel still feeds a stream. */
export type Feed = "live" | "gone";

/** Returns where a stream is, for the pane's head. */
export function statusText(stream: ReceivedStream, feed: Feed): string {
  if (stream.end === undefined) {
    if (feed === "gone") return "interrupted: its kernel is gone";
    return stateText(stream.state);
  }
  switch (stream.end.kind) {
    case "stop":
    case "tool-calls":
      return "done";
    case "length":
      return "stopped at the length limit";
    case "content-filter":
      return "refused or filtered by the provider";
    case "other":
      return `ended with the unknown finish reason "${stream.end.raw}"`;
    case "truncated":
      return "cut off";
    case "aborted":
      return "stopped";
    case "failed":
      return `failed: ${describeFailure(stream.end.failure)}`;
  }
}

/** Returns what a screen reader announces: few things, and never a token. */
export function announcement(stream: ReceivedStream, feed: Feed): string {
  if (stream.end !== undefined || feed === "gone") return `Answer ${statusText(stream, feed)}`;
  switch (stream.state) {
    case "reasoning":
      return "The model is reasoning";
    case "flowing":
      return "The answer has begun";
    case "recovering":
      return "Retrying after a failed attempt";
    default:
      return "Waiting for the answer";
  }
}
