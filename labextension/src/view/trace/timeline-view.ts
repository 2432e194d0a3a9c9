import { systemClock, elapsedMs } from "millrace/clock";
import type { Trace } from "millrace/events";

import { answerReplay } from "./answer-replay.ts";
import { answerThenView } from "./answer-then-view.ts";
import { createPart } from "./create-part.ts";
import { laneList } from "./lane-list.ts";
import { markTable } from "./mark-table.ts";
import { advance, endOf, type Playback, seek, step, toggle } from "./playback.ts";
import { replayControls } from "./replay-controls.ts";
import { markText, milliseconds, type Timeline, timelineOf } from "./timeline.ts";
import { traceFacts } from "./trace-facts.ts";

/**
 * Mounts one trace: its lanes with a cursor, the controls of the replay, the answer as it was at the cursor, and all
 * marks as a table.
 *
 * @returns The function that stops the replay.
 */
export function mountTimeline(host: HTMLElement, trace: Trace): () => void {
  const timeline = timelineOf(trace);
  const answerAt = answerReplay(timeline);
  const clock = systemClock();
  const lanes = laneList(timeline);
  const answer = answerThenView();
  const now = createPart("p", "mr-trace-now");
  let playback = endOf(timeline);
  let frame: number | undefined;
  let paintedAt = clock.now();

  const controls = replayControls({
    toggle: () => change(toggle(playback, timeline)),
    step: (by) => change(step(playback, timeline, by)),
    toStart: () => change({ ...seek(playback, timeline, timeline.fromMs), isPlaying: false }),
    speed: (speed) => change({ ...playback, speed }),
  });
  const stopListening = listenToTrack(lanes.track, timeline, {
    current: () => playback,
    change,
  });

  function change(next: Playback): void {
    playback = next;
    paintedAt = clock.now();
    paint();
    if (playback.isPlaying) frame ??= requestAnimationFrame(play);
  }

  function play(): void {
    frame = undefined;
    const at = clock.now();
    playback = advance(playback, timeline, elapsedMs(paintedAt, at));
    paintedAt = at;
    paint();
    if (playback.isPlaying) frame = requestAnimationFrame(play);
  }

  function paint(): void {
    const { atMs, passed } = playback;
    lanes.moveCursor((atMs - timeline.fromMs) / (timeline.toMs - timeline.fromMs));
    controls.show(playback, timeline);
    answer.show(answerAt(passed));
    const mark = timeline.marks[passed - 1];
    now.textContent = mark === undefined ? "Before the request" : markText(mark);
    describeCursor(lanes.track, timeline, playback);
  }

  host.append(
    traceFacts(trace, timeline),
    controls.node,
    lanes.node,
    now,
    answer.node,
    markTable(timeline),
  );
  paint();
  return () => {
    stopListening();
    if (frame !== undefined) cancelAnimationFrame(frame);
  };
}

/** The track is a slider for assistive technology. */
function describeCursor(track: HTMLElement, timeline: Timeline, { atMs, passed }: Playback): void {
  const { fromMs, toMs, marks } = timeline;
  const label = marks[passed - 1]?.label ?? "before the request";
  track.setAttribute("aria-valuemin", fromMs.toFixed(1));
  track.setAttribute("aria-valuemax", toMs.toFixed(1));
  track.setAttribute("aria-valuenow", atMs.toFixed(1));
  track.setAttribute(
    "aria-valuetext",
    `${milliseconds(atMs)} of ${milliseconds(toMs)}, event ${passed} of ${marks.length}: ${label}`,
  );
}

interface Cursor {
  current(): Playback;
  change(next: Playback): void;
}

/** Lets keyboard and pointer move the cursor. */
function listenToTrack(track: HTMLElement, timeline: Timeline, cursor: Cursor): () => void {
  const listening = new AbortController();
  const { signal } = listening;
  track.tabIndex = 0;
  track.setAttribute("role", "slider");
  track.setAttribute("aria-label", "Time in the stream");
  track.setAttribute("aria-orientation", "horizontal");
  track.addEventListener(
    "keydown",
    (event) => {
      const next = afterKey(event.key, cursor.current(), timeline);
      if (next === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
      // Otherwise the page scrolls.
      event.preventDefault();
      event.stopPropagation();
      cursor.change(next);
    },
    { signal },
  );
  const scrub = (event: PointerEvent) => {
    const { left, width } = track.getBoundingClientRect();
    const share = (event.clientX - left) / Math.max(1, width);
    const atMs = timeline.fromMs + share * (timeline.toMs - timeline.fromMs);
    cursor.change({ ...seek(cursor.current(), timeline, atMs), isPlaying: false });
  };
  track.addEventListener(
    "pointerdown",
    (event) => {
      if (event.button !== 0) return;
      track.setPointerCapture(event.pointerId);
      scrub(event);
    },
    { signal },
  );
  track.addEventListener(
    "pointermove",
    (event) => {
      if (track.hasPointerCapture(event.pointerId)) scrub(event);
    },
    { signal },
  );
  return () => listening.abort();
}

function afterKey(key: string, playback: Playback, timeline: Timeline): Playback | undefined {
  const page = (timeline.toMs - timeline.fromMs) / 10;
  const paused = { ...playback, isPlaying: false };
  switch (key) {
    case "ArrowRight":
    case "ArrowUp":
      return step(playback, timeline, 1);
    case "ArrowLeft":
    case "ArrowDown":
      return step(playback, timeline, -1);
    case "PageUp":
      return seek(paused, timeline, playback.atMs + page);
    case "PageDown":
      return seek(paused, timeline, playback.atMs - page);
    case "Home":
      return step(playback, timeline, -Infinity);
    case "End":
      return step(playback, timeline, Infinity);
    case " ":
      return toggle(playback, timeline);
    default:
      return undefined;
  }
}
