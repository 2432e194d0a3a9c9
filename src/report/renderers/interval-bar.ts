import type { Comparison } from "../conclusions.ts";
import { html, type Markup } from "./markup.ts";

const WIDTH = 220;
const HEIGHT = 34;
const MIDDLE = HEIGHT / 2;

/**
 * One effect as a picture: the interval and its point against the line of "no effect" and the margin
 * of what would not matter. Left is lower. A bound that is infinite ends at the edge.
 */
export function intervalBar(comparison: Comparison, label: string): Markup {
  const { scale, effect, equivalence } = comparison;
  const place = (value: number) => (scale === "ratio" ? Math.log(value) : value);
  const reach = reachOf([effect.low, effect.high, ...edges(equivalence)].map(place));
  const x = (value: number) => {
    const along = Math.max(-1, Math.min(1, place(value) / reach));
    return Number((WIDTH / 2 + along * (WIDTH / 2 - 8)).toFixed(1));
  };
  const [low, high, point] = [x(effect.low), x(effect.high), x(effect.estimate)];

  return html`<svg
    class="interval"
    viewBox="0 0 ${WIDTH} ${HEIGHT}"
    role="img"
    aria-label="${label}"
  >
    ${band(equivalence, x)}
    <line class="none" x1="${WIDTH / 2}" x2="${WIDTH / 2}" y1="2" y2="${HEIGHT - 2}" />
    <line class="range" x1="${low}" x2="${high}" y1="${MIDDLE}" y2="${MIDDLE}" />
    <line class="range" x1="${low}" x2="${low}" y1="${MIDDLE - 5}" y2="${MIDDLE + 5}" />
    <line class="range" x1="${high}" x2="${high}" y1="${MIDDLE - 5}" y2="${MIDDLE + 5}" />
    <circle class="point" cx="${point}" cy="${MIDDLE}" r="4.5" />
  </svg>`;
}

function band(equivalence: Comparison["equivalence"], x: (value: number) => number): Markup {
  if (equivalence === undefined) return html``;
  const [left, right] = [x(equivalence.within.low), x(equivalence.within.high)];
  return html`<rect
    class="margin"
    x="${left}"
    width="${Math.max(1, right - left)}"
    y="4"
    height="${HEIGHT - 8}"
    rx="2"
  />`;
}

function edges(equivalence: Comparison["equivalence"]): number[] {
  return equivalence === undefined ? [] : [equivalence.within.low, equivalence.within.high];
}

/** The farthest finite distance from "no effect", with some air. */
function reachOf(places: readonly number[]): number {
  const distances = places.map((place) => Math.abs(place)).filter((one) => Number.isFinite(one));
  return 1.15 * Math.max(1e-9, ...distances);
}
