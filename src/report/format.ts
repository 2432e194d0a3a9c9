/** Three significant digits, at most three decimals: `1230`, `12.3`, `0.012`. */
export function formatNumber(value: number): string {
  if (value === Infinity) return "∞";
  if (value === -Infinity) return "−∞";
  if (value === 0) return "0";
  const size = Math.abs(value);
  if (size >= 100_000) return withMinus(value.toExponential(2));
  if (size < 0.001) return withMinus(value.toExponential(1));
  const digits = Math.max(0, 2 - Math.floor(Math.log10(size)));
  return withMinus(value.toFixed(Math.min(digits, 3)));
}

/** A figure with its unit, as in `203 ms`; a dash where it is not known. */
export function formatFigure(value: number | undefined, unit: string): string {
  if (value === undefined || Number.isNaN(value)) return "–";
  return unit === "" ? formatNumber(value) : `${formatNumber(value)} ${unit}`;
}

/** A change of a ratio as people say it: `+12 %`, `−3.4 %`; `×3.2` where it doubles or halves. */
export function formatRatio(ratio: number): string {
  return saysTimes(ratio) ? `×${formatNumber(ratio)}` : `${signedPercent(ratio)} %`;
}

/** A difference with its sign and unit: `+12 ms`, `−3.4 ms`, `±0 ms`. */
export function formatDifference(value: number, unit: string): string {
  return unit === "" ? signed(value) : `${signed(value)} ${unit}`;
}

/** Bounds in the manner of their estimate, and without its unit: `[+9.1, +15]`. */
export function formatBounds(
  { low, high }: { readonly low: number; readonly high: number },
  of: { readonly estimate: number; readonly scale: "ratio" | "difference" },
): string {
  const format =
    of.scale === "difference" ? signed : saysTimes(of.estimate) ? formatNumber : signedPercent;
  return `[${format(low)}, ${format(high)}]`;
}

function saysTimes(ratio: number): boolean {
  return !(ratio < 2 && ratio > 0.5);
}

function signedPercent(ratio: number): string {
  if (!Number.isFinite(ratio)) return "+∞";
  const percent = (ratio - 1) * 100;
  const rounded = Number(percent.toFixed(Math.abs(percent) < 9.95 ? 1 : 0));
  if (rounded === 0) return "±0";
  return withMinus(rounded > 0 ? `+${rounded}` : String(rounded));
}

/** A share without a sign: `5 %`, `0.4 %`. */
export function formatShare(share: number): string {
  const percent = share * 100;
  return `${withMinus(String(Number(percent.toFixed(Math.abs(percent) < 10 ? 1 : 0))))} %`;
}

/** A p-value with its sign of relation: `p = 0.034`, `p < 0.001`. */
export function formatP(p: number): string {
  if (p < 0.001) return "p < 0.001";
  if (p > 0.995) return "p = 1";
  return `p = ${p < 0.1 ? p.toFixed(3) : p.toFixed(2)}`;
}

/** `1 pair`, `2 pairs`. */
export function formatCount(count: number, singular: string): string {
  return `${count.toLocaleString("en-US")} ${singular}${count === 1 ? "" : "s"}`;
}

function signed(value: number): string {
  if (value === 0) return "±0";
  return value > 0 ? `+${formatNumber(value)}` : formatNumber(value);
}

/** A true minus: a hyphen is shorter than a plus and gets lost in a table. */
function withMinus(digits: string): string {
  return digits.replace("-", "−").replace("e-", "e−");
}

/** A label inside a sentence; `TTFT` and the like stay as they are. */
export function inSentence(label: string): string {
  return /^[A-Z][a-z]/.test(label) ? label.charAt(0).toLowerCase() + label.slice(1) : label;
}
