import { decodeVarints, encodeVarints } from "./varint-code.ts";

/** Divisions of a factor of two: gaps of one bin differ by 9 %. */
const BINS_PER_OCTAVE = 8;

/**
 * Encodes gaps in a bounded size, for streams of so many parts that all of their gaps would make a notebook large: the
 * first gap, which is the time to first token, the number and the sum exactly, the others as a histogram. So a median is
 * off by 5 % at most, and a rate by nothing. The order is lost.
 *
 * @param gapsMs Durations in milliseconds, at least 0.
 * @returns At most 1.5 kB of ASCII; typically 200 bytes.
 */
export function encodeGapSummary([firstMs = 0, ...gapsMs]: readonly number[]): string {
  const counts = new Map<number, number>();
  let sumTenths = 0;
  for (const gapMs of gapsMs) {
    const tenths = Math.round(gapMs * 10);
    sumTenths += tenths;
    const bin = binOf(tenths);
    counts.set(bin, (counts.get(bin) ?? 0) + 1);
  }
  const bins = [...counts].toSorted(([a], [b]) => a - b).flat();
  return encodeVarints([Math.round(firstMs * 10), sumTenths, ...bins]);
}

/**
 * Returns gaps with the distribution, number and sum that {@link encodeGapSummary} kept, in an order without meaning: those
 * of each bin are spread evenly.
 */
export function decodeGapSummary(code: string): number[] {
  const [firstTenths, sumTenths = 0, ...bins] = decodeVarints(code, Number.MAX_SAFE_INTEGER);
  if (firstTenths === undefined) return [];
  const placed: { readonly place: number; readonly tenths: number }[] = [];
  let about = 0;
  for (let index = 0; index + 1 < bins.length; index += 2) {
    const tenths = tenthsOf(bins[index] ?? 0);
    const count = Math.min(bins[index + 1] ?? 0, MOST_GAPS - placed.length);
    about += tenths * count;
    for (let item = 0; item < count; item++) placed.push({ place: (item + 0.5) / count, tenths });
  }
  const scale = about === 0 ? 1 : sumTenths / about;
  const between = placed
    .toSorted((a, b) => a.place - b.place)
    .map(({ tenths }) => Math.min((tenths * scale) / 10, MOST_MS));
  return [Math.min(firstTenths / 10, MOST_MS), ...between];
}

/** A forged sum must not make gaps that cannot be encoded again. */
const MOST_MS = 1e12;

/** No stream has as many parts; a damaged file must not fill the memory. */
const MOST_GAPS = 200_000;

/** 0 is for parts that came at once. */
function binOf(tenths: number): number {
  return tenths === 0 ? 0 : 1 + Math.round(BINS_PER_OCTAVE * Math.log2(tenths));
}

function tenthsOf(bin: number): number {
  return bin === 0 ? 0 : 2 ** Math.min((bin - 1) / BINS_PER_OCTAVE, 44);
}
