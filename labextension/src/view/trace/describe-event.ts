import { describeFailure, type EndReason, type NextStep, type StreamEvent } from "millrace/events";
import { printable } from "millrace/text";

/** The layers of a stream, from the request to the screen. */
export type LaneId =
  | "request"
  | "headers"
  | "reads"
  | "stream"
  | "reasoning"
  | "text"
  | "tools"
  | "flushes"
  | "paints";

const SHOWN_CHARS = 40;

/**
 * Returns the lane of an event and a line about it; `undefined` for events without content, such as the start of a block
 * of text.
 */
export function describeEvent(
  event: StreamEvent,
): { readonly lane: LaneId; readonly label: string } | undefined {
  switch (event.type) {
    case "text-delta":
    case "reasoning-delta": {
      const lane = event.type === "text-delta" ? "text" : "reasoning";
      const label =
        event.text === "" ? `empty ${lane}, a keep-alive` : `${lane} ${quoted(event.text)}`;
      return { lane, label };
    }
    case "tool-call-start":
      return { lane: "tools", label: `call of ${shortened(event.name)} begins` };
    case "tool-call-delta":
      return { lane: "tools", label: `arguments ${quoted(event.text)}` };
    case "tool-call-end":
      return { lane: "tools", label: `call of ${shortened(event.name)} ends` };
    case "text-start":
    case "text-end":
    case "reasoning-start":
    case "reasoning-end":
      return undefined;
    default: {
      const label = describeStep(event);
      return label === undefined ? undefined : { lane: "stream", label };
    }
  }
}

/** Describes an event of the stream itself. */
function describeStep(event: StreamEvent): string | undefined {
  switch (event.type) {
    case "stream-start":
      return `answered by ${shortened(event.model)}${event.attempt > 1 ? `, attempt ${event.attempt}` : ""}`;
    case "usage":
      return `usage: ${event.inputTokens.total ?? "?"} tokens in, ${event.outputTokens.total ?? "?"} out`;
    case "attempt-failed":
      return `attempt ${event.attempt} failed: ${describeFailure(event.failure)}; ${describeNext(event.next)}`;
    case "block-reset":
      return "the answer starts again";
    case "audio-delta":
      return `audio of ${event.bytes.length.toLocaleString("en-US")} bytes`;
    case "raw":
      return "a frame that is not translated";
    case "stream-end":
      return `end: ${describeEnd(event.reason)}`;
    default:
      return undefined;
  }
}

function describeNext(next: NextStep): string {
  switch (next.kind) {
    case "retry":
      return `retries in ${Math.round(next.inMs)} ms`;
    case "resume":
      return "resumes";
    case "fall-back":
      return `falls back to ${shortened(next.provider)}`;
    case "without-streaming":
      return "retries without streaming";
  }
}

export function describeEnd(reason: EndReason): string {
  if (reason.kind === "failed") return `failed, ${describeFailure(reason.failure)}`;
  return reason.kind === "other" ? shortened(reason.raw) : reason.kind;
}

function quoted(text: string): string {
  return `“${shortened(text)}”`;
}

/** Returns the start of a text from outside in one line, without control characters. */
function shortened(text: string): string {
  const characters = Array.from(text.slice(0, 2 * SHOWN_CHARS));
  const start = characters.slice(0, SHOWN_CHARS).join("");
  return `${printable(start).replaceAll("\n", "⏎")}${start.length < text.length ? "…" : ""}`;
}
