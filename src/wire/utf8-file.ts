const lenient = new TextDecoder("utf-8", { ignoreBOM: true });
const encoder = new TextEncoder();

/** Replaces bytes that are not UTF-8. A file may contain it too, as three bytes. */
const REPLACEMENT = "\ufffd";
const REPLACEMENT_BYTES = [0xef, 0xbf, 0xbd];

/**
 * Decodes a whole text file as UTF-8, without the byte order mark that Notepad and PowerShell write.
 *
 * NUL bytes are rejected: text contains none, but UTF-16 without a byte order mark does, and is valid UTF-8.
 *
 * Cost: O(bytes).
 *
 * @throws {RangeError} When the bytes are not UTF-8 text. The message is a clause with the encoding, or with the first
 * invalid byte and its offset from 0.
 *
 * @example
 * ```ts
 * decodeUtf8File(Uint8Array.of(0xef, 0xbb, 0xbf, 0x68, 0x69)); // "hi"
 * ```
 */
export function decodeUtf8File(bytes: Uint8Array): string {
  const marked = encodingByMark(bytes);
  if (marked !== undefined) throw new RangeError(`it must be UTF-8: it is ${marked}`);
  const nul = bytes.indexOf(0);
  if (nul !== -1) {
    const guess = nul < 2 ? ", as in UTF-16" : "";
    throw new RangeError(`it must be UTF-8 text: byte ${nul} is 0x00${guess}`);
  }
  const text = lenient.decode(bytes);
  const wrong = firstWrongByte(text, bytes);
  if (wrong !== undefined) {
    const hex = (bytes[wrong] ?? 0).toString(16).toUpperCase().padStart(2, "0");
    throw new RangeError(`it must be UTF-8: byte ${wrong} is 0x${hex}`);
  }
  return text.startsWith("\ufeff") ? text.slice(1) : text;
}

/**
 * Decodes a file of appended lines, like {@link decodeUtf8File}. Any bytes are allowed after the last line feed: a killed
 * process leaves half a character there, a power failure NUL bytes.
 *
 * @throws {RangeError} When a complete line is not UTF-8 text.
 *
 * @example
 * ```ts
 * decodeUtf8Log(Uint8Array.of(0x7b, 0x7d, 0x0a, 0xe2, 0x82)); // "{}\n\ufffd"
 * ```
 */
export function decodeUtf8Log(bytes: Uint8Array): string {
  const wholeLines = bytes.lastIndexOf(0x0a) + 1;
  return decodeUtf8File(bytes.subarray(0, wholeLines)) + lenient.decode(bytes.subarray(wholeLines));
}

/** The encoding of a byte order mark other than UTF-8's; `undefined` if there is none. */
function encodingByMark([first, second, third, fourth]: Uint8Array): string | undefined {
  if (first === 0xfe && second === 0xff) return "UTF-16";
  if (first !== 0xff || second !== 0xfe) return undefined;
  return third === 0 && fourth === 0 ? "UTF-32" : "UTF-16";
}

/** The offset of the first byte that was replaced; `undefined` if every byte was decoded. */
function firstWrongByte(text: string, bytes: Uint8Array): number | undefined {
  let offset = 0;
  let from = 0;
  for (;;) {
    const at = text.indexOf(REPLACEMENT, from);
    if (at === -1) return undefined;
    offset += encoder.encode(text.slice(from, at)).length;
    const found = offset;
    if (REPLACEMENT_BYTES.some((byte, index) => bytes[found + index] !== byte)) return offset;
    offset += REPLACEMENT_BYTES.length;
    from = at + 1;
  }
}
