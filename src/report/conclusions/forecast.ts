/** No run has more pairs than this. */
const MOST_PAIRS = 1_000_000;

/**
 * Returns the number of pairs for a new run, rounded up to two digits; `undefined` if this run already has that
 * many, or if no run has.
 */
export function forecastBeyond(pairs: number, needed: () => number): number | undefined {
  const exact = needed();
  const step = 10 ** Math.max(0, Math.floor(Math.log10(exact)) - 1);
  const rounded = Math.ceil(exact / step) * step;
  return exact <= pairs || rounded > MOST_PAIRS ? undefined : rounded;
}
