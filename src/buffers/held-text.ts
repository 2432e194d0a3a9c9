/** Text that a strategy holds back. */
export interface HeldText {
  readonly lengthChars: number;
  add(text: string): void;
  takeAll(): string;
  /** Takes the first `lengthChars`, and one more if that would split a surrogate pair. */
  take(lengthChars: number): string;
  /** Cost: O(held). */
  peek(): string;
}

export function heldText(): HeldText {
  // Joined once per release: with `held += text`, V8 flattens the whole string at every read.
  let fragments: string[] = [];
  let lengthChars = 0;

  function peek(): string {
    if (fragments.length > 1) fragments = [fragments.join("")];
    return fragments[0] ?? "";
  }

  function take(mostChars: number): string {
    const text = peek();
    const end = isHighSurrogate(text.charCodeAt(mostChars - 1)) ? mostChars + 1 : mostChars;
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
