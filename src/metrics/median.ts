/**
 * The quantile by linear interpolation, without the rooms above numbers: the notebook's view computes
 * live figures from gaps and should stay small. `undefined` for no values.
 */
export function quantileOf(values: readonly number[], share: number): number | undefined {
  if (values.length === 0) return undefined;
  const ascending = values.toSorted((a, b) => a - b);
  const place = (ascending.length - 1) * share;
  const below = ascending[Math.floor(place)] ?? 0;
  const above = ascending[Math.ceil(place)] ?? 0;
  return below + (above - below) * (place - Math.floor(place));
}

/** The middle value; `undefined` for no values. */
export function medianOf(values: readonly number[]): number | undefined {
  return quantileOf(values, 0.5);
}
