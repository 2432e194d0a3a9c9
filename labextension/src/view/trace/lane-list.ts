import { createPart } from "./create-part.ts";
import { type Lane, markText, milliseconds, nearestMark, type Timeline } from "./timeline.ts";

const SVG = "http://www.w3.org/2000/svg";

/** Width of the SVG's own coordinates, which are stretched to the width of the page. */
const WIDTH = 10_000;

/** How far from a mark the pointer still finds it. */
const NEAR_PX = 8;

export interface LaneList {
  readonly node: HTMLElement;
  /** The part that shows time, for the cursor and the pointer. */
  readonly track: HTMLElement;
  /** Moves the cursor: a share of the width. */
  moveCursor(share: number): void;
}

/** Draws each lane as one SVG path, which the theme's colours and the width of the page apply to without code. */
export function laneList(timeline: Timeline): LaneList {
  const node = createPart("div", "mr-trace-lanes");
  const names = createPart("div", "mr-trace-names");
  const track = createPart("div", "mr-trace-track");
  const future = createPart("div", "mr-trace-future");
  const cursor = createPart("div", "mr-trace-cursor");
  const tip = createPart("div", "mr-trace-tip");
  tip.hidden = true;
  for (const lane of timeline.lanes) {
    const name = createPart("div", "mr-trace-name");
    name.textContent = `${lane.label} `;
    const number = createPart("span", "mr-trace-count");
    number.textContent = lane.marks.length.toLocaleString("en-US");
    name.append(number);
    names.append(name);
    track.append(drawn(lane, timeline));
  }
  names.append(createPart("div", "mr-trace-axis"));
  track.append(axisOf(timeline), future, cursor, tip);
  node.append(names, track);

  track.addEventListener("pointermove", (event) => showTip(event, { timeline, track, tip }));
  track.addEventListener("pointerleave", () => {
    tip.hidden = true;
  });
  return {
    node,
    track,
    moveCursor(share) {
      track.style.setProperty("--mr-at", `${share * 100}%`);
    },
  };
}

function drawn({ id, marks }: Lane, { fromMs, toMs }: Timeline): SVGElement {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", `0 0 ${WIDTH} 10`);
  svg.setAttribute("preserveAspectRatio", "none");
  svg.setAttribute("aria-hidden", "true");
  svg.dataset["lane"] = id;
  const path = document.createElementNS(SVG, "path");
  const places = marks.map(({ atMs }) => Math.round(((atMs - fromMs) / (toMs - fromMs)) * WIDTH));
  // Marks at the same place are one stroke, so a path has at most WIDTH of them.
  path.setAttribute("d", Array.from(new Set(places), (x) => `M${x} 1V9`).join(""));
  svg.append(path);
  return svg;
}

function axisOf({ fromMs, toMs }: Timeline): HTMLElement {
  const axis = createPart("div", "mr-trace-axis");
  axis.setAttribute("aria-hidden", "true");
  const step = roundStep((toMs - fromMs) / 5);
  for (let ms = Math.ceil(fromMs / step) * step; ms <= toMs; ms += step) {
    const tick = createPart("span", "mr-trace-tick");
    tick.style.left = `${((ms - fromMs) / (toMs - fromMs)) * 100}%`;
    tick.textContent = tickText(ms, step);
    axis.append(tick);
  }
  return axis;
}

/** Returns the next larger of 1, 2, 5, 10, 20, 50 … */
function roundStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  return power * ([1, 2, 5].find((factor) => power * factor >= least) ?? 10);
}

function tickText(ms: number, step: number): string {
  return step >= 1000 ? `${Math.round(ms / 1000)} s` : `${Number(ms.toPrecision(6))} ms`;
}

interface TipParts {
  readonly timeline: Timeline;
  readonly track: HTMLElement;
  readonly tip: HTMLElement;
}

function showTip(event: PointerEvent, { timeline, track, tip }: TipParts): void {
  const box = track.getBoundingClientRect();
  const perPx = (timeline.toMs - timeline.fromMs) / Math.max(1, box.width);
  const atMs = timeline.fromMs + (event.clientX - box.left) * perPx;
  const rowPx = track.querySelector("svg")?.getBoundingClientRect().height ?? 1;
  const lane = timeline.lanes[Math.floor((event.clientY - box.top) / rowPx)];
  const mark = lane && nearestMark(lane.marks, atMs, NEAR_PX * perPx);
  tip.hidden = lane === undefined;
  tip.textContent = mark === undefined ? milliseconds(atMs) : markText(mark);
  const isRight = event.clientX - box.left > box.width / 2;
  tip.style.left = isRight ? "auto" : `${event.clientX - box.left + 12}px`;
  tip.style.right = isRight ? `${box.right - event.clientX + 12}px` : "auto";
  tip.style.top = `${event.clientY - box.top + 14}px`;
}
