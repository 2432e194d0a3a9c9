import { type Clock, elapsedMs, type Instant } from "../clock/index.ts";
import {
  collecting,
  type EndReason,
  type StreamEvent,
  type StreamEventBody,
  type Usage,
} from "../events/index.ts";
import {
  encodeGaps,
  type KeptToolCall,
  type StreamDocument,
  type StreamState,
  toolCallsAfter,
} from "../protocols/index.ts";

/** One stream as the kernel keeps it for its viewers. */
export interface ShownStream {
  readonly id: string;
  /** Takes the next event, and gives what the viewers must be told. */
  add(event: StreamEvent): Change;
  /** All of it, as of now; `seq` is the number of the first message that is not in it. */
  document(seq: number): StreamDocument;
}

/** What an event means to a viewer. */
export type Change =
  | {
      readonly type: "text";
      readonly offsetChars: number;
      readonly text: string;
      readonly gapMs: number;
      /** Whether it is the first of its stream, which nobody should wait for. */
      readonly first: boolean;
    }
  | {
      readonly type: "event";
      readonly event: StreamEventBody;
      /** For content that is not answer text: where the text stood, and how long it took to come. */
      readonly content?: Omit<Extract<Change, { type: "text" }>, "type" | "text">;
    }
  /** Nothing that a viewer would show. */
  | { readonly type: "none" };

export interface ShownStreamOptions {
  readonly session: string;
  readonly id: string;
  readonly title: string | undefined;
  readonly startedAt: Instant;
  readonly clock: Clock;
}

export function shownStream(options: ShownStreamOptions): ShownStream {
  const { session, id, title, startedAt, clock } = options;
  const startedAtWallMs = Math.round(clock.wallMs() - elapsedMs(startedAt, clock.now()));
  const collector = collecting();
  const gapsMs: number[] = [];
  const start: { provider: string | undefined; model: string | undefined } = {
    provider: undefined,
    model: undefined,
  };
  let latest = startedAt;
  let lengthChars = 0;
  let state: StreamState = "connecting";
  let end: EndReason | undefined;
  let usage: Usage | undefined;
  let toolCalls: readonly KeptToolCall[] = [];

  function gapTo(at: Instant): number {
    const gapMs = Math.max(0, Math.round(elapsedMs(latest, at) * 10) / 10);
    latest = at;
    gapsMs.push(gapMs);
    return gapMs;
  }

  function note(event: StreamEvent): void {
    switch (event.type) {
      case "stream-start":
        ({ provider: start.provider, model: start.model } = event);
        state = "waiting";
        break;
      case "usage": {
        // The kernel's clock and sequence numbers mean nothing in a file.
        const { at: _at, seq: _seq, ...counts } = event;
        usage = counts;
        break;
      }
      case "tool-call-start":
      case "tool-call-delta":
      case "tool-call-end":
        toolCalls = toolCallsAfter(toolCalls, event);
        break;
      case "stream-end":
        end = event.reason;
        state = "ended";
        break;
      default:
    }
  }

  return {
    id,
    add(event) {
      collector.add(event);
      note(event);
      const { at, seq: _seq, ...body } = event;
      if (body.type === "text-start" || body.type === "text-end") return { type: "none" };
      if (!("text" in body) || body.type === "tool-call-end") return { type: "event", event: body };
      // An empty delta is a sign of life, not a token.
      if (body.text === "") return { type: "none" };

      state = "flowing";
      const content = { offsetChars: lengthChars, gapMs: gapTo(at), first: gapsMs.length === 1 };
      if (body.type !== "text-delta") return { type: "event", event: body, content };
      lengthChars += body.text.length;
      return { type: "text", text: body.text, ...content };
    },
    document(seq) {
      const { text, reasoning } = collector.collected();
      return {
        v: 1,
        session,
        id,
        title,
        provider: start.provider,
        model: start.model,
        state,
        seq,
        text,
        reasoning,
        toolCalls,
        end,
        usage,
        gaps: encodeGaps(gapsMs),
        startedAtWallMs,
      };
    },
  };
}
