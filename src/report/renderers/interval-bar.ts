import type { Comparison } from "../conclusions/comparison.ts";
import { html, type Markup } from "./markup.ts";

const WIDTH = 220;
const HEIGHT = 34;
const MIDDLE = HEIGHT / 2;
const RIGHT = WIDTH - 8;

/** Half the height of the caps, and the length of an arrow head. */
const CAP = 5;

/**
 * Draws one effect: its interval and estimate, the line of "no effect" and the margin. Left is lower. The estimate is
 * always visible; an infinite bound is an arrow at the edge.
 */
export function intervalBar(comparison: Comparison, label: string): Markup {
  const { scale, effect, equivalence } = onMarginScale(comparison);
  const positionOf = (value: number) => (scale === "ratio" ? Math.log(value) : value);
  const [low, high, estimate] = [effect.low, effect.high, effect.estimate].map(positionOf);
  const edges = equivalence
    ? [equivalence.within.low, equivalence.within.high].map(positionOf)
    : [];
  const finite = [low, high, estimate, ...edges].filter((one) => Number.isFinite(one));
  // The farthest finite distance from "no effect", with padding.
  const reach = 1.15 * Math.max(1e-9, ...finite.map((one = 0) => Math.abs(one)));
  const x = (along = 0) => {
    const share = Math.max(-1, Math.min(1, along / reach));
    return Number((WIDTH / 2 + share * (RIGHT - WIDTH / 2)).toFixed(1));
  };

  return html`<svg
    class="interval"
    viewBox="0 0 ${WIDTH} ${HEIGHT}"
    role="img"
    aria-label="${label}"
  >
    ${band(edges.map(x))}
    <line class="none" x1="${WIDTH / 2}" x2="${WIDTH / 2}" y1="2" y2="${HEIGHT - 2}" />
    <line class="range" x1="${x(low)}" x2="${x(high)}" y1="${MIDDLE}" y2="${MIDDLE}" />
    ${end(low, x(low))} ${end(high, x(high))}
    <circle class="point" cx="${x(estimate)}" cy="${MIDDLE}" r="4.5" />
  </svg>`;
}

/** A margin in ms cannot be drawn on a ratio scale: then the bar shows the typical difference. */
function onMarginScale(
  comparison: Comparison,
): Pick<Comparison, "scale" | "effect" | "equivalence"> {
  const { scale, shift, equivalence } = comparison;
  if (equivalence === undefined || equivalence.scale === scale) return comparison;
  return equivalence.scale === "difference" && shift !== undefined
    ? { scale: "difference", effect: shift, equivalence }
    : { ...comparison, equivalence: undefined };
}

/** A cap at a finite bound, an arrow head at an infinite one. */
function end(bound: number | undefined, x: number): Markup {
  if (bound === undefined || Number.isFinite(bound)) {
    return html`<line
      class="range"
      x1="${x}"
      x2="${x}"
      y1="${MIDDLE - CAP}"
      y2="${MIDDLE + CAP}"
    />`;
  }
  const tail = bound > 0 ? x - CAP : x + CAP;
  return html`<path
    class="range arrow"
    d="M${tail} ${MIDDLE - CAP} L${x} ${MIDDLE} L${tail} ${MIDDLE + CAP}"
  />`;
}

function band([left, right]: readonly number[]): Markup {
  if (left === undefined || right === undefined) return html``;
  return html`<rect
    class="margin"
    x="${left}"
    width="${Math.max(1, right - left)}"
    y="4"
    height="${HEIGHT - 8}"
    rx="2"
  />`;
}
