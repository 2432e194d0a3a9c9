import { createPart, textButton } from "./create-part.ts";
import { type Playback, type Speed, SPEEDS } from "./playback.ts";
import { milliseconds, type Timeline } from "./timeline.ts";

export interface ReplayActions {
  toggle(): void;
  step(by: number): void;
  toStart(): void;
  speed(speed: Speed): void;
}

export interface ReplayControls {
  readonly node: HTMLElement;
  show(playback: Playback, timeline: Timeline): void;
}

export function replayControls(actions: ReplayActions): ReplayControls {
  const node = createPart("div", "mr-trace-controls");
  node.setAttribute("role", "group");
  node.setAttribute("aria-label", "Replay");
  const start = textButton("Start", "Start: before the request");
  const back = textButton("Back", "Back by one event");
  const play = textButton("Play", "Play");
  const forward = textButton("Next", "Next event");
  play.classList.add("mr-trace-play");
  start.addEventListener("click", () => actions.toStart());
  back.addEventListener("click", () => actions.step(-1));
  play.addEventListener("click", () => actions.toggle());
  forward.addEventListener("click", () => actions.step(1));
  const speeds = SPEEDS.map((speed) => {
    const button = textButton(
      `${speed}×`,
      `Play at ${speed === 1 ? "the recorded" : `${speed} times the recorded`} speed`,
    );
    button.addEventListener("click", () => actions.speed(speed));
    return { speed, button };
  });
  const time = createPart("span", "mr-trace-time");
  node.append(start, back, play, forward, ...speeds.map(({ button }) => button), time);

  return {
    node,
    show({ atMs, passed, isPlaying, speed }, { toMs, marks }) {
      const verb = isPlaying ? "Pause" : "Play";
      if (play.textContent !== verb) {
        play.textContent = verb;
        play.title = verb;
        play.setAttribute("aria-label", verb);
      }
      // Disabled buttons would lose the focus of someone who steps to the end.
      back.setAttribute("aria-disabled", String(passed === 0));
      forward.setAttribute("aria-disabled", String(passed === marks.length));
      for (const one of speeds)
        one.button.setAttribute("aria-pressed", String(one.speed === speed));
      time.textContent = `${milliseconds(atMs)} of ${milliseconds(toMs)} · event ${passed} of ${marks.length}`;
    },
  };
}
