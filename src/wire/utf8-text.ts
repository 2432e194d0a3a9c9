/** Decodes UTF-8 as it arrives. Invalid bytes become U+FFFD. */
export interface Utf8Text {
  push(bytes: Uint8Array): string;
  /** Returns U+FFFD for an incomplete character at the end. */
  end(): string;
}

/**
 * Returns a decoder of UTF-8 chunks that removes a byte order mark at the start.
 *
 * `TextDecoder` removes it too, but that of Node 24.21 removes two if the first is split.
 *
 * @example
 * ```ts
 * const text = utf8Text();
 * text.push(new Uint8Array([0xe2, 0x82])) + text.push(new Uint8Array([0xac])) + text.end(); // "€"
 * ```
 *
 * @see WHATWG Encoding, "UTF-8 decode", {@link https://encoding.spec.whatwg.org/#utf-8-decode}
 */
export function utf8Text(): Utf8Text {
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  let started = false;

  function withoutMark(text: string): string {
    if (started || text === "") return text;
    started = true;
    return text.startsWith("\ufeff") ? text.slice(1) : text;
  }

  return {
    push: (bytes) => withoutMark(decoder.decode(bytes, { stream: true })),
    end: () => withoutMark(decoder.decode()),
  };
}
