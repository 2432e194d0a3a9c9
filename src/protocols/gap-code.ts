/** 31 years. Tenths of it are safe integers. */
export const LONGEST_GAP_MS = 1e12;

/**
 * Encodes gaps for a notebook: tenths of a millisecond as LEB128 varints in base64. A typical gap takes two bytes, so a
 * thousand tokens take 2.7 kB.
 *
 * @param gapsMs Durations in milliseconds, at least 0. They are rounded to 0.1 ms.
 * @throws {RangeError} When a gap is negative, or longer than {@link LONGEST_GAP_MS}.
 *
 * @see DWARF Debugging Information Format 5, section 7.6, "Variable Length Data".
 */
export function encodeGaps(gapsMs: readonly number[]): string {
  let binary = "";
  for (const gapMs of gapsMs) {
    if (!(gapMs >= 0 && gapMs <= LONGEST_GAP_MS)) {
      throw new RangeError(
        `Cannot encode gaps as each must be 0 to ${LONGEST_GAP_MS} ms: current value is ${gapMs}`,
      );
    }
    let rest = Math.round(gapMs * 10);
    while (rest >= 128) {
      binary += String.fromCharCode((rest % 128) + 128);
      rest = Math.floor(rest / 128);
    }
    binary += String.fromCharCode(rest);
  }
  return btoa(binary);
}

/**
 * Undoes {@link encodeGaps}. Leaves out what follows the first damaged gap, so that an edited notebook still shows the rest.
 * All gaps are finite and at least 0.
 */
export function decodeGaps(code: string): number[] {
  const gapsMs: number[] = [];
  let value = 0;
  let scale = 1;
  for (const character of base64Decoded(code)) {
    const byte = character.charCodeAt(0);
    value += (byte % 128) * scale;
    if (value > 10 * LONGEST_GAP_MS || scale > 10 * LONGEST_GAP_MS) return gapsMs;
    if (byte >= 128) {
      scale *= 128;
      continue;
    }
    gapsMs.push(value / 10);
    value = 0;
    scale = 1;
  }
  return gapsMs;
}

function base64Decoded(code: string): string {
  try {
    return atob(code);
  } catch {
    return ""; // No gaps are known.
  }
}
