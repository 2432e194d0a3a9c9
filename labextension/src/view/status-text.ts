import { describeFailure } from "millrace/events";
import { type ReceivedStream, STATE_TEXTS } from "millrace/protocols";

/** Whether a kernel still feeds a stream. */
export type Feed = "live" | "gone";

/** Returns the text for the pane's head. */
export function statusText({ state, end }: ReceivedStream, feed: Feed): string {
  if (end === undefined) {
    return feed === "gone" ? "interrupted: its kernel is gone" : STATE_TEXTS[state];
  }
  switch (end.kind) {
    case "stop":
    case "tool-calls":
      return "done";
    case "length":
      return "stopped at the length limit";
    case "content-filter":
      return "refused or filtered by the provider";
    case "other":
      return `ended with the unknown finish reason "${end.raw}"`;
    case "truncated":
      return "cut off";
    case "aborted":
      return "stopped";
    case "failed":
      return `failed: ${describeFailure(end.failure)}`;
  }
}

/** Returns what a screen reader announces: few things, and never a token. */
export function announcement(stream: ReceivedStream, feed: Feed): string {
  if (stream.end !== undefined || feed === "gone") return `Answer ${statusText(stream, feed)}`;
  return ANNOUNCEMENTS[stream.state] ?? "Waiting for the answer";
}

const ANNOUNCEMENTS: Partial<Record<ReceivedStream["state"], string>> = {
  reasoning: "The model is reasoning",
  flowing: "The answer has begun",
  recovering: "Retrying after a failed attempt",
};
