/**
 * Blue and vermilion of the Okabe–Ito palette: told apart with every common kind of colour blindness
 * and in print. Every chart also tells the arms apart by dash, shape or row.
 *
 * @see M. Okabe and K. Ito, "Color Universal Design", https://jfly.uni-koeln.de/color/
 */
export const ARM_COLOURS = { baseline: "#0072B2", candidate: "#D55E00" } as const;

/** Neutral on light and dark: rules, bands and what is no arm's own. */
export const NEUTRAL = "#808080";

/** The colour of each arm, in the plan's order, with a legend that shows full colours. */
export function colourByArm(arms: readonly string[]) {
  return {
    field: "arm",
    type: "nominal",
    scale: {
      domain: arms,
      range: [ARM_COLOURS.baseline, ARM_COLOURS.candidate].slice(0, Math.max(arms.length, 1)),
    },
    legend: { symbolType: "stroke", symbolOpacity: 1, symbolStrokeWidth: 2.5 },
  };
}
