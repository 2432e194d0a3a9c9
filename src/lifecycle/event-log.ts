import type { Clock, Instant } from "../clock/index.ts";
import {
  cutOffToolInput,
  type StreamEvent,
  type StreamEventBody,
  type TraceRecorder,
  type Usage,
} from "../events/index.ts";

/** Adds number and time to a stream's events, and tracks what must be ended before `stream-end`. */
export interface EventLog {
  add(body: StreamEventBody, source?: EventSource): StreamEvent;
  /**
   * The events that must precede `stream-end`: ends of open blocks and calls, and estimated usage if the provider sent
   * none or not the number of output tokens.
   */
  closing(): readonly StreamEventBody[];
}

export interface EventSource {
  readonly at: Instant;
  /** Index in the trace. */
  readonly read: number | undefined;
}

export function eventLog(clock: Clock, trace: TraceRecorder | undefined): EventLog {
  const open = new Map<string, "text-end" | "reasoning-end">();
  const calls = new Map<string, { readonly name: string; readonly parts: string[] }>();
  let seq = 0;
  let latest: Instant | undefined;
  let usage: Usage | undefined;
  const deltas = { "text-delta": 0, "reasoning-delta": 0 };

  function track(body: StreamEventBody): void {
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
      case "reasoning-delta":
        if (body.text !== "") deltas[body.type]++;
        break;
      case "tool-call-start":
        calls.set(body.id, { name: body.name, parts: [] });
        break;
      case "tool-call-delta":
        calls.get(body.id)?.parts.push(body.text);
        break;
      case "tool-call-end":
        calls.delete(body.id);
        break;
      case "usage":
        usage = body;
        break;
      default:
    }
  }

  return {
    add(body, source) {
      track(body);
      const at = source?.at ?? clock.now();
      // A read has the time of its socket read, and may be delivered after a later event.
      latest = latest === undefined || at > latest ? at : latest;
      const event = { ...body, at: latest, seq: seq++ };
      trace?.event(event, source?.read);
      return event;
    },
    closing() {
      const ends = [
        ...Array.from(open, ([block, type]): StreamEventBody => ({ type, block })),
        ...Array.from(calls, ([id, { name, parts }]): StreamEventBody => {
          const text = parts.join("");
          return { type: "tool-call-end", id, name, text, input: cutOffToolInput(text) };
        }),
      ];
      if (usage?.outputTokens.total !== undefined) return ends;
      const reasoning = deltas["reasoning-delta"];
      const total = deltas["text-delta"] + reasoning;
      return [
        ...ends,
        {
          type: "usage",
          inputTokens: usage?.inputTokens ?? { total: undefined, cached: undefined },
          outputTokens:
            total === 0 ? { total: undefined, reasoning: undefined } : { total, reasoning },
          source: "estimated",
        },
      ];
    },
  };
}
