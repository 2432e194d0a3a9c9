/**
 * Text that is being held back, with the bookkeeping that every strategy needs.
 *
 * Fragments are joined once per release: `held += text` makes V8 flatten the whole again and again
 * as soon as somebody looks at it.
 */
export interface HeldText {
  readonly lengthChars: number;
  add(text: string): void;
  /** Takes all. */
  takeAll(): string;
  /** Takes the first `lengthChars`, and one more where that would cut a surrogate pair. */
  take(lengthChars: number): string;
  /** Looks at all of it without taking it. Cost: O(held). */
  peek(): string;
}

export function heldText(): HeldText {
  let fragments: string[] = [];
  let lengthChars = 0;

  function peek(): string {
    if (fragments.length > 1) fragments = [fragments.join("")];
    return fragments[0] ?? "";
  }

  function take(wantedChars: number): string {
    const text = peek();
    const end = isHighSurrogate(text.charCodeAt(wantedChars - 1)) ? wantedChars + 1 : wantedChars;
    const rest = text.slice(end);
    fragments = rest === "" ? [] : [rest];
    lengthChars = rest.length;
    return text.slice(0, end);
  }

  return {
    get lengthChars() {
      return lengthChars;
    },
    add(text) {
      fragments.push(text);
      lengthChars += text.length;
    },
    takeAll: () => take(lengthChars),
    take,
    peek,
  };
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}
