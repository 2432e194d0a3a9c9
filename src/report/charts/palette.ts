import type { Json } from "./spec.ts";

/**
 * Blue and vermilion of the Okabe–Ito palette, which are distinguishable with every common kind of colour blindness
 * and in print. Every chart also distinguishes the arms by dash, shape or row.
 *
 * @see M. Okabe and K. Ito, "Color Universal Design", https://jfly.uni-koeln.de/color/
 */
export const ARM_COLOURS = { baseline: "#0072B2", candidate: "#D55E00" } as const;

/** Neutral on light and dark, for rules and bands. */
export const NEUTRAL = "#808080";

/** Encodes the arms, in the plan's order, by the values of `range`. */
export function byArm(arms: readonly string[], range: readonly Json[]) {
  return {
    field: "arm",
    type: "nominal",
    scale: { domain: arms, range: range.slice(0, Math.max(1, arms.length)) },
  };
}

/** Encodes the arms by colour, with an opaque legend. */
export function colourByArm(arms: readonly string[]) {
  return {
    ...byArm(arms, [ARM_COLOURS.baseline, ARM_COLOURS.candidate]),
    legend: { symbolType: "stroke", symbolOpacity: 1, symbolStrokeWidth: 2.5 },
  };
}
