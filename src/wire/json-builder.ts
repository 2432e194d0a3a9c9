import type { TokenTaker } from "./json-tokens.ts";

/** Builds a value from the tokens of a JSON text, and shows it while it grows. */
export interface JsonBuilder extends TokenTaker {
  /** Makes `value` catch up with the open string. Apart, so that a piece with ten escapes does it once. */
  showOpenString(): void;
  /** See `PartialJson`. */
  readonly value: unknown;
  /** See `PartialJson`. */
  snapshot(): unknown;
}

/** An object or an array that is not closed yet, and where in it the next value goes. */
type Open =
  | { readonly kind: "object"; readonly value: Record<string, unknown>; key: string }
  | { readonly kind: "array"; readonly value: unknown[]; index: number };

/** What may come next; a string that is open aside. */
type Expected = "value" | "first-element" | "first-key" | "key" | "colon" | "comma" | "nothing";

/**
 * A builder that has seen no token.
 *
 * @param maxDepth How deep arrays and objects may be nested.
 */
export function jsonBuilder(maxDepth: number): JsonBuilder {
  const path: Open[] = [];
  let root: unknown;
  let expected: Expected = "value";
  let openString: "none" | "key" | "value" = "none";
  let text = "";

  /** Puts a value where the next one goes; again, while it grows. */
  function put(value: unknown): void {
    const open = path.at(-1);
    if (open === undefined) root = value;
    else set(open, value);
  }

  function takesValue(): boolean {
    return expected === "value" || expected === "first-element";
  }

  function valueEnded(): void {
    expected = path.length === 0 ? "nothing" : "comma";
  }

  function begin(open: Open): boolean {
    if (!takesValue()) return false;
    if (path.length === maxDepth) throw new SyntaxError(`Nested deeper than ${maxDepth}`);
    put(open.value);
    path.push(open);
    expected = open.kind === "object" ? "first-key" : "first-element";
    return true;
  }

  function close(kind: Open["kind"]): boolean {
    const first = kind === "object" ? "first-key" : "first-element";
    if (path.at(-1)?.kind !== kind || !(expected === "comma" || expected === first)) return false;
    path.pop();
    valueEnded();
    return true;
  }

  function comma(): boolean {
    const open = path.at(-1);
    if (open === undefined || expected !== "comma") return false;
    if (open.kind === "array") open.index++;
    expected = open.kind === "array" ? "value" : "key";
    return true;
  }

  function colon(): boolean {
    if (expected !== "colon") return false;
    expected = "value";
    return true;
  }

  return {
    punctuation(char) {
      switch (char) {
        case "{":
          return begin({ kind: "object", value: {}, key: "" });
        case "[":
          return begin({ kind: "array", value: [], index: 0 });
        case "}":
          return close("object");
        case "]":
          return close("array");
        case ",":
          return comma();
        default:
          return colon();
      }
    },

    scalar(value) {
      if (!takesValue()) return false;
      put(value);
      valueEnded();
      return true;
    },

    stringStart() {
      if (takesValue()) openString = "value";
      else if (expected === "key" || expected === "first-key") openString = "key";
      else return false;
      text = "";
      return true;
    },

    stringPart(part) {
      text += part;
    },

    stringEnd() {
      const open = path.at(-1);
      if (openString === "value") {
        put(text);
        valueEnded();
      } else if (open?.kind === "object") {
        open.key = text;
        expected = "colon";
      }
      openString = "none";
    },

    end: () => expected === "nothing",

    showOpenString() {
      if (openString === "value") put(text);
    },

    get value() {
      return root;
    },

    snapshot() {
      let copy: unknown;
      // From the innermost on: each copy takes the copy of what is open in it.
      for (const [index, open] of path.toReversed().entries()) {
        const shallow = copyOf(open);
        if (index > 0) set(shallow, copy);
        copy = shallow.value;
      }
      return path.length === 0 ? root : copy;
    },
  };
}

function copyOf(open: Open): Open {
  return open.kind === "array"
    ? { ...open, value: [...open.value] }
    : { ...open, value: { ...open.value } };
}

function set(open: Open, value: unknown): void {
  if (open.kind === "array") open.value[open.index] = value;
  else if (open.key !== "__proto__") open.value[open.key] = value;
  else {
    // Assigning would set the prototype.
    const own = { value, configurable: true, enumerable: true, writable: true };
    Object.defineProperty(open.value, open.key, own);
  }
}
