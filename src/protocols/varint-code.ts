/**
 * Encodes whole numbers from 0 as LEB128 varints in base64.
 *
 * @see DWARF Debugging Information Format 5, section 7.6, "Variable Length Data".
 */
export function encodeVarints(numbers: Iterable<number>): string {
  let binary = "";
  for (const number of numbers) {
    let rest = number;
    while (rest >= 128) {
      binary += String.fromCharCode((rest % 128) + 128);
      rest = Math.floor(rest / 128);
    }
    binary += String.fromCharCode(rest);
  }
  return btoa(binary);
}

/** Undoes {@link encodeVarints}. Leaves out what follows the first number that is damaged or above `most`. */
export function decodeVarints(code: string, most: number): number[] {
  const numbers: number[] = [];
  let value = 0;
  let scale = 1;
  for (const character of base64Decoded(code)) {
    const byte = character.charCodeAt(0);
    value += (byte % 128) * scale;
    if (value > most || scale > most) break;
    if (byte >= 128) {
      scale *= 128;
      continue;
    }
    numbers.push(value);
    value = 0;
    scale = 1;
  }
  return numbers;
}

function base64Decoded(code: string): string {
  try {
    return atob(code);
  } catch {
    return ""; // Nothing is known.
  }
}
