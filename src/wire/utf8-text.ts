/** Turns the bytes of a text into characters, as they come. What is no UTF-8 becomes U+FFFD. */
export interface Utf8Text {
  /** The characters that the bytes complete. */
  push(bytes: Uint8Array): string;
  /** What an unfinished character at the end becomes. */
  end(): string;
}

/**
 * Decodes UTF-8 in pieces, without the byte order mark at its start.
 *
 * `TextDecoder` would remove that too; but Node's (24.21) removes two where the first is cut in two.
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
