import type { ReceivedStream } from "millrace/protocols";

import { element } from "../element.ts";
import { setText } from "../pane/set-dom.ts";
import { durationText } from "../pane/words/duration-text.ts";

type Arrivals = Pick<ReceivedStream, "gapsMs" | "isGapOrderKnown">;

const SVG = "http://www.w3.org/2000/svg";

/** Time bins of a row. */
const BINS = 200;
const HEIGHT = 16;

/** Arrivals of all arms over one time axis, which begins with the request. */
export function timeline(names: readonly string[]) {
  const node = element("div", "mr-timeline");
  // The table and the figures give the same information as text.
  node.setAttribute("aria-hidden", "true");
  const rows = names.map((name) => {
    const line = document.createElementNS(SVG, "svg");
    line.setAttribute("class", "mr-timeline-row");
    line.setAttribute("viewBox", `0 0 ${BINS} ${HEIGHT}`);
    line.setAttribute("preserveAspectRatio", "none");
    const path = document.createElementNS(SVG, "path");
    line.append(path);
    node.append(element("span", "mr-timeline-name", name), line);
    return path;
  });
  const axis = element("span", "mr-timeline-axis");
  const end = element("span", "");
  axis.append(element("span", "", "0 s"), end);
  node.append(element("span", ""), axis);

  return {
    node,
    /** @param arms One for each name. Cost: O(gaps). */
    draw(arms: readonly (Arrivals | undefined)[]) {
      const totals = arms.map((arm) => arm?.gapsMs.reduce((sum, gapMs) => sum + gapMs, 0) ?? 0);
      const longestMs = Math.max(...totals, 1);
      for (const [index, row] of rows.entries()) {
        const arm = arms[index];
        row.setAttribute("d", arm === undefined ? "" : pathOf(arrivalBins(arm, longestMs)));
      }
      setText(end, durationText(longestMs));
    },
  };
}

/** Returns how many arrivals each of 200 equal bins of the time has: none if it is not known when they arrived. */
export function arrivalBins({ gapsMs, isGapOrderKnown }: Arrivals, longestMs: number): number[] {
  const bins = Array.from({ length: BINS }, () => 0);
  if (!isGapOrderKnown) return bins;
  let at = 0;
  for (const gapMs of gapsMs) {
    at += gapMs;
    const bin = Math.min(BINS - 1, Math.floor((at / longestMs) * BINS));
    bins[bin] = (bins[bin] ?? 0) + 1;
  }
  return bins;
}

/** A single arrival is a third of the height, and eight times as many are twice as high. */
function pathOf(bins: readonly number[]): string {
  return bins
    .map((count, index) => {
      const height = Math.min(HEIGHT, (HEIGHT / 3) * Math.cbrt(count));
      return count === 0 ? "" : `M${index + 0.5} ${HEIGHT}v-${height.toFixed(1)}`;
    })
    .join("");
}
