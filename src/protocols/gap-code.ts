/**
 * Encodes gaps for a notebook: tenths of a millisecond as LEB128 varints in base64. A typical gap takes two bytes, so a
 * thousand tokens take 2.7 kB.
 *
 * @param gapsMs Durations in milliseconds, at least 0. They are rounded to 0.1 ms.
 * @throws {RangeError} When a gap is negative or not finite.
 *
 * @see DWARF Debugging Information Format 5, section 7.6, "Variable Length Data".
 */
export function encodeGaps(gapsMs: readonly number[]): string {
  let binary = "";
  for (const gapMs of gapsMs) {
    if (!(Number.isFinite(gapMs) && gapMs >= 0)) {
      throw new RangeError(
        `Cannot encode gaps as each must be at least 0 ms: current value is ${gapMs}`,
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
 * Undoes {@link encodeGaps}. Leaves out a damaged end, so that an edited notebook still shows the rest.
 */
export function decodeGaps(code: string): number[] {
  const gapsMs: number[] = [];
  let value = 0;
  let scale = 1;
  for (const character of base64Decoded(code)) {
    const byte = character.charCodeAt(0);
    value += (byte % 128) * scale;
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
