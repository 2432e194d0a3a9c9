import { marksUntil, type Timeline } from "./timeline.ts";

/** Where a replay is. */
export interface Playback {
  readonly atMs: number;
  /** How many marks have passed. Of marks with one time, some may have. */
  readonly passed: number;
  readonly speed: Speed;
  readonly isPlaying: boolean;
}

export const SPEEDS = [1, 4] as const;
export type Speed = (typeof SPEEDS)[number];

/** At the end: a file that is opened shows the whole answer. */
export function endOf({ toMs, marks }: Timeline): Playback {
  return { atMs: toMs, passed: marks.length, speed: 1, isPlaying: false };
}

/** Moves to a time and keeps on playing if it does. */
export function seek(playback: Playback, timeline: Timeline, atMs: number): Playback {
  const at = Math.min(timeline.toMs, Math.max(timeline.fromMs, atMs));
  return { ...playback, atMs: at, passed: marksUntil(timeline.marks, at) };
}

/** Moves by marks and pauses. Before the first mark nothing has happened. */
export function step(playback: Playback, { marks, fromMs }: Timeline, by: number): Playback {
  const passed = Math.min(marks.length, Math.max(0, playback.passed + by));
  const atMs = marks[passed - 1]?.atMs ?? fromMs;
  return { ...playback, atMs, passed, isPlaying: false };
}

/** Plays on for a time; pauses at the end. */
export function advance(playback: Playback, timeline: Timeline, elapsedMs: number): Playback {
  if (!playback.isPlaying) return playback;
  const next = seek(playback, timeline, playback.atMs + elapsedMs * playback.speed);
  return next.atMs < timeline.toMs ? next : { ...next, isPlaying: false };
}

/** Plays or pauses. At the end it plays from the start. */
export function toggle(playback: Playback, timeline: Timeline): Playback {
  if (playback.isPlaying) return { ...playback, isPlaying: false };
  const isOver = playback.atMs >= timeline.toMs;
  const from = isOver ? { ...playback, atMs: timeline.fromMs, passed: 0 } : playback;
  return { ...from, isPlaying: true };
}
