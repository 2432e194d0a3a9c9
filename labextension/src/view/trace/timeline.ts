import { elapsedMs, type Instant } from "millrace/clock";
import type { StreamEvent, Trace } from "millrace/events";

import { describeEvent, type LaneId } from "./describe-event.ts";

/** One thing that happened in a recorded stream. */
export interface Mark {
  readonly lane: LaneId;
  /** Since the scheduled send. */
  readonly atMs: number;
  /** Since the mark before it in the same lane; `undefined` for the first. */
  readonly gapMs: number | undefined;
  readonly label: string;
  /** The event at this mark, if it is one. */
  readonly event: StreamEvent | undefined;
  /** Characters that a buffer released with it. */
  readonly releasedChars: number;
}

export interface Lane {
  readonly id: LaneId;
  readonly label: string;
  /** Sorted by time; at least one. */
  readonly marks: readonly Mark[];
}

/** A recorded stream as lanes of marks on one time axis. */
export interface Timeline {
  readonly fromMs: number;
  /** After `fromMs`. */
  readonly toMs: number;
  readonly lanes: readonly Lane[];
  /** The marks of all lanes, sorted by time. */
  readonly marks: readonly Mark[];
  /** Whether a buffer held text back, so that arrived and shown text differ. */
  readonly hasFlushes: boolean;
}

/** From top to bottom; also the order of marks with the same time. */
const LANES: Readonly<Record<LaneId, string>> = {
  request: "Request",
  headers: "Headers",
  reads: "Socket reads",
  stream: "Stream",
  reasoning: "Reasoning",
  text: "Text",
  tools: "Tool calls",
  flushes: "Buffer flushes",
  paints: "Paints",
};

const LANE_IDS: readonly LaneId[] = [
  "request",
  "headers",
  "reads",
  "stream",
  "reasoning",
  "text",
  "tools",
  "flushes",
  "paints",
];

type UnorderedMark = Omit<Mark, "gapMs">;

/**
 * Arranges a trace on a time axis. Pure; times of a hostile file may be in any order.
 *
 * Cost: O(n log n) in the marks.
 */
export function timelineOf(trace: Trace): Timeline {
  const found = [...requestMarks(trace), ...layerMarks(trace), ...eventMarks(trace)];
  const sorted = found.toSorted(
    (a, b) => a.atMs - b.atMs || LANE_IDS.indexOf(a.lane) - LANE_IDS.indexOf(b.lane),
  );
  const previous = new Map<LaneId, number>();
  const marks = sorted.map((mark): Mark => {
    const before = previous.get(mark.lane);
    previous.set(mark.lane, mark.atMs);
    return { ...mark, gapMs: before === undefined ? undefined : mark.atMs - before };
  });
  const byLane = Map.groupBy(marks, ({ lane }) => lane);
  const fromMs = marks[0]?.atMs ?? 0;
  const toMs = Math.max(marks.at(-1)?.atMs ?? 0, fromMs + 1);
  return {
    fromMs,
    toMs,
    marks,
    lanes: LANE_IDS.flatMap((id) => {
      const ofLane = byLane.get(id);
      return ofLane === undefined ? [] : [{ id, label: LANES[id], marks: ofLane }];
    }),
    hasFlushes: trace.flushes.length > 0,
  };
}

function requestMarks(trace: Trace): UnorderedMark[] {
  const { scheduledAt, pickedUpAt, sentAt, headersAt } = trace;
  const mark = (lane: LaneId, at: Instant | undefined, label: string): UnorderedMark[] =>
    at === undefined ? [] : [{ ...NOTHING, lane, atMs: elapsedMs(scheduledAt, at), label }];
  return [
    ...mark("request", scheduledAt, "scheduled"),
    ...mark("request", pickedUpAt, "picked up"),
    ...mark("request", sentAt, "request sent"),
    ...mark("headers", headersAt, "headers received"),
  ];
}

function layerMarks({ scheduledAt, reads, flushes, paints }: Trace): UnorderedMark[] {
  return [
    ...reads.map(({ at, sizeBytes }, index) => ({
      ...NOTHING,
      lane: "reads" as const,
      atMs: elapsedMs(scheduledAt, at),
      label: `read ${index + 1} of ${count(sizeBytes, "byte")}`,
    })),
    ...flushes.map(({ at, lengthChars }, index) => ({
      ...NOTHING,
      lane: "flushes" as const,
      atMs: elapsedMs(scheduledAt, at),
      label: `flush ${index + 1} of ${count(lengthChars, "character")}`,
      releasedChars: lengthChars,
    })),
    ...paints.map(({ at, visibleChars }, index) => ({
      ...NOTHING,
      lane: "paints" as const,
      atMs: elapsedMs(scheduledAt, at),
      label: `paint ${index + 1}, ${count(visibleChars, "character")} visible`,
    })),
  ];
}

function eventMarks({ scheduledAt, events }: Trace): UnorderedMark[] {
  return events.flatMap(({ event }) => {
    const described = describeEvent(event);
    if (described === undefined) return [];
    return [{ ...NOTHING, ...described, event, atMs: elapsedMs(scheduledAt, event.at) }];
  });
}

const NOTHING = { event: undefined, releasedChars: 0 } as const;

export function count(number: number, noun: string): string {
  return `${number.toLocaleString("en-US")} ${noun}${number === 1 ? "" : "s"}`;
}

/** As in `1,204.5 ms`. */
export function milliseconds(ms: number): string {
  return `${ms.toLocaleString("en-US", { minimumFractionDigits: 1, maximumFractionDigits: 1 })} ms`;
}

/** Returns a mark with its stamp and its gap in a sentence. */
export function markText({ label, atMs, gapMs }: Mark): string {
  const gap = gapMs === undefined ? "" : `, ${milliseconds(gapMs)} after the one before it`;
  return `${label} · at ${milliseconds(atMs)}${gap}`;
}

/** Returns how many marks have happened at a time: the index of the first later one. */
export function marksUntil(marks: readonly Mark[], atMs: number): number {
  let low = 0;
  let high = marks.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((marks[middle]?.atMs ?? Infinity) <= atMs) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Returns the mark nearest to a time; `undefined` if there is none within a distance. */
export function nearestMark(
  marks: readonly Mark[],
  atMs: number,
  withinMs: number,
): Mark | undefined {
  const next = marksUntil(marks, atMs);
  return [marks[next - 1], marks[next]]
    .filter((mark) => mark !== undefined)
    .filter((mark) => Math.abs(mark.atMs - atMs) <= withinMs)
    .toSorted((a, b) => Math.abs(a.atMs - atMs) - Math.abs(b.atMs - atMs))
    .at(0);
}
