/** How many gaps are drawn. */
const COLUMNS = 96;

const HEIGHT_PX = 18;

/** The latest gaps as columns. The longest is as high as the canvas. */
export function sparkline() {
  const node = document.createElement("canvas");
  node.className = "mr-sparkline";
  node.width = COLUMNS * 2;
  node.height = HEIGHT_PX * 2;
  // The figures beside it give the same information as text.
  node.setAttribute("aria-hidden", "true");

  return {
    node,
    draw(gapsMs: readonly number[]) {
      const context = node.getContext("2d");
      if (context === null) return;
      context.clearRect(0, 0, node.width, node.height);
      context.fillStyle = getComputedStyle(node).color;
      for (const [index, height] of columnHeights(gapsMs, node.height).entries()) {
        context.fillRect(index * 2, node.height - height, 1.5, height);
      }
    },
  };
}

/** Returns the heights of the latest gaps, at least 1. The first gap is the wait for the first token and not drawn. */
export function columnHeights(gapsMs: readonly number[], maxHeight: number): number[] {
  const latest = gapsMs.slice(1).slice(-COLUMNS);
  const longest = Math.max(1, ...latest);
  return latest.map((gapMs) => Math.max(1, (gapMs / longest) * maxHeight));
}
