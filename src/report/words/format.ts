/** Thousands are grouped from here. */
const GROUPED_FROM = 10_000;

/** Larger numbers use exponential notation. */
const LARGEST_WRITTEN_OUT = 1e12;

/** Smaller figures are printed as a bound, `<0.001`: the clocks are no finer. */
const SMALLEST_FIGURE = 0.001;

/** Significant digits of a figure. */
export const FIGURE_DIGITS = 3;

/**
 * Rounds a number to a decimal step, as in `−12.50` for a step of 0.01, with a true minus sign and without negative
 * zero.
 *
 * @param step A power of ten.
 */
export function formatToStep(value: number, step: number): string {
  if (value === Infinity) return "∞";
  if (value === -Infinity) return "−∞";
  if (Math.abs(value) >= LARGEST_WRITTEN_OUT) {
    return value.toExponential(2).replaceAll("-", "−").replace("+", "");
  }
  const decimals = decimalsOf(step);
  const rounded = roundToStep(value, step);
  const digits =
    Math.abs(rounded) >= GROUPED_FROM
      ? Math.abs(rounded).toLocaleString("en-US", {
          minimumFractionDigits: decimals,
          maximumFractionDigits: decimals,
        })
      : Math.abs(rounded).toFixed(decimals);
  return rounded < 0 ? `−${digits}` : digits;
}

/** Rounds a value to a decimal step, without negative zero. */
export function roundToStep(value: number, step: number): number {
  const decimals = decimalsOf(step);
  // toFixed for fractions: 3 × 0.1 is not 0.3.
  const rounded = decimals > 0 ? Number(value.toFixed(decimals)) : Math.round(value / step) * step;
  return rounded === 0 ? 0 : rounded;
}

/** Returns the decimal step that keeps `digits` significant digits of a value. */
export function stepFor(value: number, digits: number): number {
  const size = Math.abs(value);
  if (size === 0 || !Number.isFinite(size)) return 1;
  // Round first, so that 9.996 has the step of 10.0.
  const exponent = Math.floor(Math.log10(Number(size.toPrecision(digits))));
  return 10 ** (exponent - digits + 1);
}

function decimalsOf(step: number): number {
  return step >= 1 ? 0 : Math.min(20, Math.round(-Math.log10(step)));
}

/** Formats with three significant digits (`1,230,000`, `1235`, `12.3`, `0.012`) and keeps integers below 10,000. */
export function formatNumber(value: number): string {
  const size = Math.abs(value);
  if (size > 0 && size < SMALLEST_FIGURE) return value > 0 ? "<0.001" : ">−0.001";
  if (Number.isInteger(value) && size < GROUPED_FROM) return formatToStep(value, 1);
  const step = stepFor(value, FIGURE_DIGITS);
  // Keep whole milliseconds that three digits would round away.
  return formatToStep(
    value,
    Math.max(SMALLEST_FIGURE, size < GROUPED_FROM ? Math.min(1, step) : step),
  );
}

/** Formats a figure with its unit, as in `203 ms`; a dash if unknown. */
export function formatFigure(value: number | undefined, unit: string): string {
  if (value === undefined || Number.isNaN(value)) return "–";
  return unit === "" ? formatNumber(value) : `${formatNumber(value)} ${unit}`;
}

/** Formats a difference with sign and unit: `+12 ms`, `−3.40 ms`, `0 ms`. */
export function formatDifference(value: number, unit: string): string {
  const size = formatFigure(value, unit);
  return value > 0 && !size.startsWith("<") ? `+${size}` : size;
}

/** Formats a share, as in `5 %` or `0.4 %`, and rounds to 0 % or 100 % only what is exactly that. */
export function formatShare(share: number): string {
  const percent = share * 100;
  if (percent > 0 && percent < 0.05) return "<0.1 %";
  if (percent < 100 && percent >= 99.5) return `${formatToStep(Math.min(percent, 99.9), 0.1)} %`;
  const step = Math.abs(percent) < 9.95 && !Number.isInteger(percent) ? 0.1 : 1;
  return `${formatToStep(percent, step).replace(/\.0$/, "")} %`;
}

/** Formats a p-value: `p = 0.034`, `p < 0.001`. */
export function formatP(p: number): string {
  if (p < 0.001) return "p < 0.001";
  if (p > 0.995) return "p = 1";
  return `p = ${p < 0.0995 ? p.toFixed(3) : p.toFixed(2)}`;
}

/** `1 pair`, `2 pairs`. */
export function formatCount(count: number, singular: string): string {
  return `${count.toLocaleString("en-US")} ${singular}${count === 1 ? "" : "s"}`;
}

/** Lowercases a label for use inside a sentence, except acronyms such as `TTFT`. */
export function inSentence(label: string): string {
  return /^[A-Z][a-z]/.test(label) ? label.charAt(0).toLowerCase() + label.slice(1) : label;
}

/** `p10`, `p50`, `p99.9`. */
export function quantileName(quantile: number): string {
  return `p${Number((quantile * 100).toPrecision(4))}`;
}
