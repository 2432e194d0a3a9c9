/** How many gaps are drawn: a narrow column each. */
const COLUMNS = 96;

const HEIGHT_PX = 18;

/** The latest gaps as columns, the longest as high as the canvas. */
export interface Sparkline {
  readonly node: HTMLCanvasElement;
  draw(gapsMs: readonly number[]): void;
}

export function sparkline(): Sparkline {
  const node = document.createElement("canvas");
  node.className = "mr-sparkline";
  node.width = COLUMNS * 2;
  node.height = HEIGHT_PX * 2;
  // The figures beside it say the same in words.
  node.setAttribute("aria-hidden", "true");

  return {
    node,
    draw(gapsMs) {
      const context = node.getContext("2d");
      if (context === null) return;
      const latest = gapsMs.slice(1).slice(-COLUMNS);
      const longest = Math.max(1, ...latest);
      context.clearRect(0, 0, node.width, node.height);
      context.fillStyle = getComputedStyle(node).color;
      for (const [index, gapMs] of latest.entries()) {
        const height = Math.max(1, (gapMs / longest) * node.height);
        context.fillRect(index * 2, node.height - height, 1.5, height);
      }
    },
  };
}
