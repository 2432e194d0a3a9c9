/** How many gaps are drawn. */
const COLUMNS = 96;

/** Columns are 1 wide and 2 apart, in the units of the drawing. */
const WIDTH = COLUMNS * 2;
const HEIGHT = 20;

const SVG = "http://www.w3.org/2000/svg";

/** A gap in a sparkline. */
export interface Column {
  /** In (0, 1]. */
  readonly height: number;
  /** Whether the gap is longer than the scale. */
  readonly isCut: boolean;
}

/**
 * The latest gaps as columns. It is vector graphics in the colour of its text, so it follows every theme, is sharp on every
 * screen, and can be drawn before it is on the page.
 */
export function sparkline() {
  const node = document.createElementNS(SVG, "svg");
  node.setAttribute("class", "mr-sparkline");
  node.setAttribute("viewBox", `0 0 ${WIDTH} ${HEIGHT}`);
  node.setAttribute("preserveAspectRatio", "none");
  // The figures beside it give the same information as text.
  node.setAttribute("aria-hidden", "true");
  const columns = document.createElementNS(SVG, "path");
  const cuts = document.createElementNS(SVG, "path");
  cuts.setAttribute("class", "mr-sparkline-cuts");
  node.append(columns, cuts);

  return {
    node,
    /** @param gapsMs As in a stream's document. Cost: O(96). */
    draw(gapsMs: readonly number[]) {
      const drawn = columnsOf(gapsMs).map(({ height, isCut }, index) => ({
        isCut,
        line: `M${index * 2 + 0.5} ${HEIGHT}V${(HEIGHT - Math.max(1, height * HEIGHT)).toFixed(1)}`,
      }));
      columns.setAttribute("d", drawn.map(({ line }) => line).join(""));
      const tops = drawn.map(({ isCut }, index) => (isCut ? `M${index * 2 + 0.5} 0V4` : ""));
      cuts.setAttribute("d", tops.join(""));
    },
  };
}

/**
 * Returns the latest gaps. The first gap is the wait for the first token and not drawn. The scale ends at twice their
 * 95th percentile, so that a single outlier does not flatten the others; a longer gap is cut.
 */
export function columnsOf(gapsMs: readonly number[]): Column[] {
  const latest = gapsMs.slice(Math.max(1, gapsMs.length - COLUMNS));
  const high = latest.toSorted((a, b) => a - b)[Math.ceil(latest.length * 0.95) - 1] ?? 0;
  const longest = Math.max(...latest, 0.1);
  const scale = high > 0 ? Math.min(longest, 2 * high) : longest;
  return latest.map((gapMs) => ({ height: Math.min(1, gapMs / scale), isCut: gapMs > scale }));
}
