import type { EffectScale, EquivalenceResult, Estimate } from "../conclusions/comparison.ts";
import type { MetricFacts } from "../conclusions/metric-facts.ts";
import { formatShare, formatToStep, roundToStep, stepFor } from "./format.ts";

/** Number format of a scale. */
interface NumberStyle {
  /** The value of “no effect”; no other number may be rounded to it. */
  readonly none: number;
  readonly plus: "+" | "";
  readonly before: string;
  readonly after: string;
  scaled(value: number): number;
}

/** Digits of half an interval's width: further digits of a bound are noise. */
export const INTERVAL_DIGITS = 2;

/** Digits of an effect without an interval, and the maximum. */
const FEWEST_DIGITS = 3;
const MOST_DIGITS = 4;

/** Finest resolution of an effect: a number that rounds to “no effect” here is printed as `>0` or `<0`. */
const FINEST_STEP = 0.001;

/**
 * Formats an effect, as in `+12 %`, and its interval without a unit, as in `[+9.1, +15.2]`. Half the interval's width decides the number of digits. A bound next to
 * “no effect” is never rounded to it, so the text always shows on which side an interval lies.
 */
export function formatEffect(
  interval: Estimate,
  { scale, unit }: { readonly scale: EffectScale; readonly unit: string },
) {
  const style = styleOf(interval.estimate, scale, unit);
  const scaled = {
    estimate: style.scaled(interval.estimate),
    low: style.scaled(interval.low),
    high: style.scaled(interval.high),
  };
  const step = stepOf(scaled);
  const shown = (value: number) => distinctFromNone(value, style, step);
  return {
    estimate: `${style.before}${shown(scaled.estimate)}${style.after}`,
    bounds: `[${shown(scaled.low)}, ${shown(scaled.high)}]`,
  };
}

/** `+12 % [+9.1, +15.2]` */
export function formatEffectInterval(
  interval: Estimate,
  of: { readonly scale: EffectScale; readonly unit: string },
): string {
  const { estimate, bounds } = formatEffect(interval, of);
  return `${estimate} ${bounds}`;
}

/** Formats the margin that decided, as in `5 %`, `20 ms` or `5 points`; a dash if there is none. */
export function formatMargin(
  equivalence: Pick<EquivalenceResult, "margin" | "scale"> | undefined,
  { unit }: MetricFacts,
): string {
  if (equivalence === undefined) return "–";
  const { margin, scale } = equivalence;
  if (margin.kind === "ratio") return formatShare(margin.share);
  return scale === "share"
    ? `${Number((100 * margin.by).toPrecision(3))} points`
    : `${margin.by} ${unit}`.trim();
}

function styleOf(estimate: number, scale: EffectScale, unit: string): NumberStyle {
  if (scale === "share") {
    return { none: 0, plus: "+", before: "", after: " points", scaled: (share) => 100 * share };
  }
  if (scale === "difference") {
    const after = unit === "" ? "" : ` ${unit}`;
    return { none: 0, plus: "+", before: "", after, scaled: (value) => value };
  }
  return estimate < 2 && estimate > 0.5
    ? { none: 0, plus: "+", before: "", after: " %", scaled: (ratio) => (ratio - 1) * 100 }
    : { none: 1, plus: "", before: "×", after: "", scaled: (ratio) => ratio };
}

/** Two digits of half the width, or of the finite half if the interval is open on one side. */
function stepOf({ estimate, low, high }: Estimate): number {
  const finite = [estimate, low, high].filter((value) => Number.isFinite(value)).map(Math.abs);
  const coarsest = stepFor(Math.max(0, ...finite), MOST_DIGITS);
  const halves = [(high - low) / 2, high - estimate, estimate - low];
  const half = halves.find((value) => Number.isFinite(value)) ?? 0;
  return Math.max(
    FINEST_STEP,
    coarsest,
    half > 0 ? stepFor(half, INTERVAL_DIGITS) : stepFor(estimate, FEWEST_DIGITS),
  );
}

/** Formats a number so that it never looks like “no effect” unless it is. */
function distinctFromNone(value: number, { none, plus }: NumberStyle, step: number): string {
  if (Number.isNaN(value)) return "–";
  if (value === none) return formatToStep(none, 1);
  for (let finer = step; ; finer /= 10) {
    if (roundToStep(value, finer) !== none) {
      return `${value > none ? plus : ""}${formatToStep(value, finer)}`;
    }
    if (finer <= FINEST_STEP) return `${value > none ? ">" : "<"}${none}`;
  }
}
