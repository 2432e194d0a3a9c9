/** No run has more pairs than this; a larger answer means "not this way". */
const MOST_PAIRS = 1_000_000;

/**
 * A number of pairs for a new run, rounded up to two digits. `undefined` if this run already has so
 * many, or no run ever will.
 */
export function forecastBeyond(pairs: number, needed: () => number): number | undefined {
  const exact = needed();
  const step = 10 ** Math.max(0, Math.floor(Math.log10(exact)) - 1);
  const rounded = Math.ceil(exact / step) * step;
  return exact <= pairs || rounded > MOST_PAIRS ? undefined : rounded;
}
