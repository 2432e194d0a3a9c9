import type { Trace } from "millrace/events";

import { createPart } from "./create-part.ts";
import { describeEnd, type LaneId } from "./describe-event.ts";
import { count, type Lane, milliseconds, type Timeline } from "./timeline.ts";

/** Returns a line about a stream: who answered, first token, how much, how it ended. */
export function traceFacts(trace: Trace, timeline: Timeline): HTMLElement {
  const node = createPart("p", "mr-trace-facts");
  const name = createPart("strong", "mr-trace-model");
  name.textContent = trace.model === "" ? "No answer" : trace.model;
  node.append(name, ` · ${factsOf(trace, timeline).join(" · ")}`);
  return node;
}

function factsOf(trace: Trace, timeline: Timeline): string[] {
  const first = Math.min(...CONTENT.map((id) => laneOf(timeline, id)?.marks[0]?.atMs ?? Infinity));
  const chars = trace.events.reduce(
    (sum, { event }) => sum + (event.type === "text-delta" ? event.text.length : 0),
    0,
  );
  const end = trace.events.findLast(({ event }) => event.type === "stream-end")?.event;
  return [
    trace.provider,
    Number.isFinite(first) ? `first token after ${milliseconds(first)}` : "no token",
    count(trace.reads.length, "read"),
    count(laneOf(timeline, "text")?.marks.length ?? 0, "text delta"),
    count(chars, "character"),
    end?.type === "stream-end" ? `end: ${describeEnd(end.reason)}` : "no end was recorded",
  ].filter((fact) => fact !== "");
}

const CONTENT: readonly LaneId[] = ["text", "reasoning", "tools"];

function laneOf({ lanes }: Timeline, id: LaneId): Lane | undefined {
  return lanes.find((lane) => lane.id === id);
}
