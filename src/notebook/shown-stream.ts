import { type Clock, elapsedMs, type Instant } from "../clock/index.ts";
import type { Collected, StreamEvent, StreamEventBody } from "../events/index.ts";
import {
  documentOf,
  emptyDocument,
  liveDocument,
  type StreamDocument,
} from "../protocols/index.ts";

/** One stream as the kernel has it for its viewers. */
export interface ShownStream {
  /** Returns what viewers need to know of the event. */
  add(event: StreamEvent): ShownChange;
  /** @param seq The first message that is not in it. */
  document(seq: number): StreamDocument;
  collected(): Collected;
}

/** The change that an event makes for a viewer. */
export type ShownChange =
  | (Content & { readonly type: "text"; readonly text: string })
  | { readonly type: "event"; readonly event: StreamEventBody; readonly content?: Content }
  /** One that viewers learn only from the whole stream: they append text, know no blocks, and get no audio. */
  | { readonly type: "whole" }
  /** Nothing that a viewer shows. */
  | { readonly type: "none" };

/** Offset of content in the answer's text, and the gap before it. */
interface Content {
  readonly offsetChars: number;
  readonly gapMs: number;
  /** Whether it is the first of its stream, which must not wait for a batch. */
  readonly first: boolean;
}

export interface ShownStreamOptions extends Pick<StreamDocument, "session" | "id" | "title"> {
  readonly startedAt: Instant;
  readonly clock: Clock;
}

export function shownStream({ startedAt, clock, ...names }: ShownStreamOptions): ShownStream {
  const startedAtWallMs = Math.round(clock.wallMs() - elapsedMs(startedAt, clock.now()));
  const live = liveDocument(emptyDocument({ ...names, startedAtWallMs }));
  let latest: Instant | undefined;
  let lengthChars = 0;

  function contentAt(at: Instant): Content {
    const gapMs = Math.max(0, Math.round(elapsedMs(latest ?? startedAt, at) * 10) / 10);
    const content = { offsetChars: lengthChars, gapMs, first: latest === undefined };
    latest = at;
    live.addGaps([gapMs]);
    return content;
  }

  function changeBy(event: StreamEventBody, at: Instant): ShownChange {
    const before = live.state;
    live.add(event);
    switch (event.type) {
      case "text-start":
        // After reasoning, it is how viewers learn that the reasoning is over.
        return live.state === before ? { type: "none" } : { type: "event", event };
      case "audio-delta":
        return { type: live.state === before ? "none" : "whole" };
      case "text-end":
      case "raw":
        return { type: "none" };
      case "block-reset":
        lengthChars = live.collected().text.length;
        return { type: "whole" };
      case "text-delta": {
        // An empty delta is a keep-alive, not a token.
        if (event.text === "") return { type: "none" };
        const content = contentAt(at);
        lengthChars += event.text.length;
        return { type: "text", text: event.text, ...content };
      }
      case "reasoning-delta":
      case "tool-call-delta":
        if (event.text === "") return { type: "none" };
        return { type: "event", event, content: contentAt(at) };
      default:
        return { type: "event", event };
    }
  }

  return {
    // The kernel's clock and sequence numbers mean nothing in a file.
    add: ({ at, seq: _seq, ...event }) => changeBy(event, at),
    document: (seq) => documentOf(live.document(seq)),
    collected: live.collected,
  };
}
