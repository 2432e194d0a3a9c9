import { describeFailure, type EndReason } from "millrace/events";
import { type ReceivedStream, STATE_TEXTS } from "millrace/protocols";

import { isWholeRefusal } from "./pane/words/ending-text.ts";
import type { Feed } from "./stream-controls.ts";

/** Returns the text for the pane's head. Details of a failure are in the body. */
export function statusText({ state, end }: ReceivedStream, feed: Feed): string {
  if (end === undefined) return feed === "live" ? STATE_TEXTS[state] : FEED_TEXTS[feed];
  switch (end.kind) {
    case "stop":
    case "tool-calls":
      return "done";
    case "length":
      return "stopped at the length limit";
    case "content-filter":
      return isWholeRefusal(end) ? "refused" : "filtered";
    case "other":
      return "ended";
    case "truncated":
      return "cut off";
    case "aborted":
      return "stopped";
    case "failed":
      return "failed";
  }
}

const FEED_TEXTS = {
  connecting: "connecting to the kernel",
  gone: "interrupted: the kernel has gone; the text up to here is kept",
};

/** Returns what a screen reader announces: few things, and never a token. */
export function announcement(stream: ReceivedStream, feed: Feed): string {
  if (stream.end !== undefined) {
    return `Answer ${statusText(stream, feed)}${failureText(stream.end)}`;
  }
  if (feed === "connecting") return "Connecting to the kernel";
  if (feed === "gone") return `Answer ${statusText(stream, feed)}`;
  return ANNOUNCEMENTS[stream.state] ?? "Waiting for the answer";
}

function failureText(end: EndReason): string {
  return end.kind === "failed" ? `: ${describeFailure(end.failure)}` : "";
}

const ANNOUNCEMENTS: Partial<Record<ReceivedStream["state"], string>> = {
  reasoning: "The model is reasoning",
  flowing: "The answer has begun",
  recovering: "Retrying after a failed attempt",
};
