const SVG = "http://www.w3.org/2000/svg";

/** Outlines on a grid of 16 × 16. */
const OUTLINES = {
  stop: "M4.5 4.5h7v7h-7z",
  pause: "M5.5 3.5v9M10.5 3.5v9",
  resume: "M5 3.5v9l7-4.5z",
  retry: "M12.8 8a4.8 4.8 0 1 1-1.6-3.6M12.9 2.2v2.9H10",
  copy: "M5.5 5.5h7v7h-7zM10.5 5.5v-2h-7v7h2",
  export: "M8 2.5v7.5M5 7.2l3 3 3-3M3 13.2h10",
  open: "M4.5 6.5L8 10l3.5-3.5",
  down: "M8 3v9.5M4.5 9L8 12.5 11.5 9",
  tool: "M9.8 2.6a3.4 3.4 0 0 0-3.2 4.8L2.8 11.2l2 2 3.8-3.8a3.4 3.4 0 0 0 4.7-4l-2 2-1.9-.6-.6-1.9 2-2a3.4 3.4 0 0 0-1-.3z",
} as const;

export type IconName = keyof typeof OUTLINES;

/** Returns an icon in the colour of the text around it. Screen readers skip it. */
export function icon(name: IconName): SVGSVGElement {
  const node = document.createElementNS(SVG, "svg");
  node.setAttribute("class", "mr-icon");
  node.setAttribute("viewBox", "0 0 16 16");
  node.setAttribute("aria-hidden", "true");
  const outline = document.createElementNS(SVG, "path");
  outline.setAttribute("d", OUTLINES[name]);
  node.append(outline);
  return node;
}
