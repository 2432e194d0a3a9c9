import type { Clock, Instant } from "../clock/index.ts";
import type { StreamEvent, StreamEventBody, TraceRecorder } from "../events/index.ts";

/** Numbers and stamps a stream's events, and keeps what is needed to end it truthfully. */
export interface EventLog {
  /** @returns The finished event. */
  add(body: StreamEventBody, source?: EventSource): StreamEvent;
  /** What must be said before `stream-end`: ends of open blocks, and usage where nobody gave it. */
  closing(): readonly StreamEventBody[];
}

export interface EventSource {
  readonly at: Instant;
  /** The index of the read that carried it. */
  readonly read: number | undefined;
}

export function eventLog(clock: Clock, trace: TraceRecorder | undefined): EventLog {
  const open = new Map<string, "text-end" | "reasoning-end">();
  let seq = 0;
  let latest: Instant | undefined;
  let hasUsage = false;
  let deltas = 0;
  let reasoningDeltas = 0;

  function note(body: StreamEventBody): void {
    switch (body.type) {
      case "text-start":
        open.set(body.block, "text-end");
        break;
      case "reasoning-start":
        open.set(body.block, "reasoning-end");
        break;
      case "text-end":
      case "reasoning-end":
        open.delete(body.block);
        break;
      case "text-delta":
        if (body.text !== "") deltas++;
        break;
      case "reasoning-delta":
        if (body.text !== "") reasoningDeltas++;
        break;
      case "usage":
        hasUsage = true;
        break;
      default:
    }
  }

  return {
    add(body, source) {
      note(body);
      const at = source?.at ?? clock.now();
      // A read is stamped when it is taken from the socket, and may be told after a later event.
      latest = latest === undefined || at > latest ? at : latest;
      const event = { ...body, at: latest, seq: seq++ };
      trace?.event(event, source?.read);
      return event;
    },
    closing() {
      const ends = [...open].map(([block, type]): StreamEventBody => ({ type, block }));
      if (hasUsage) return ends;
      const total = deltas + reasoningDeltas;
      return [
        ...ends,
        {
          type: "usage",
          inputTokens: { total: undefined, cached: undefined },
          outputTokens:
            total === 0
              ? { total: undefined, reasoning: undefined }
              : { total, reasoning: reasoningDeltas },
          source: "estimated",
        },
      ];
    },
  };
}
