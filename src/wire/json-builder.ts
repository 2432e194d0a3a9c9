import type { TokenHandler } from "./json-tokens.ts";

/** Builds a value from the tokens of a JSON text, and shows it while it grows. */
export interface JsonBuilder extends TokenHandler {
  /** Puts the open string into `value`. Separate, so that a chunk with ten escapes does it once. */
  showOpenString(): void;
  /** See `PartialJson`. */
  readonly value: unknown;
  /** See `PartialJson`. */
  snapshot(): unknown;
}

/** An open object or array, and where in it the next value goes. */
type Open =
  | { readonly kind: "object"; readonly value: Record<string, unknown>; key: string }
  | { readonly kind: "array"; readonly value: unknown[]; index: number };

interface BuilderState {
  readonly maxDepth: number;
  readonly path: Open[];
  root: unknown;
  /** What may come next, except for the rest of an open string. */
  expected: "value" | "first-element" | "first-key" | "key" | "colon" | "comma" | "nothing";
  openString: "none" | "key" | "value";
  text: string;
}

/**
 * A builder that has received no token.
 *
 * @param maxDepth How deep arrays and objects may be nested.
 */
export function jsonBuilder(maxDepth: number): JsonBuilder {
  const state: BuilderState = {
    maxDepth,
    path: [],
    root: undefined,
    expected: "value",
    openString: "none",
    text: "",
  };

  return {
    punctuation: (char) => addPunctuation(state, char),
    scalar(value) {
      if (!acceptsValue(state)) return false;
      put(state, value);
      endValue(state);
      return true;
    },
    stringStart: () => startString(state),
    stringPart(part) {
      state.text += part;
    },
    stringEnd: () => endString(state),
    end: () => state.expected === "nothing",
    showOpenString() {
      if (state.openString === "value") put(state, state.text);
    },
    get value() {
      return state.root;
    },
    snapshot: () => snapshotOf(state),
  };
}

function addPunctuation(state: BuilderState, char: string): boolean {
  switch (char) {
    case "{":
      return begin(state, { kind: "object", value: {}, key: "" });
    case "[":
      return begin(state, { kind: "array", value: [], index: 0 });
    case "}":
      return close(state, "object");
    case "]":
      return close(state, "array");
    case ",":
      return addComma(state);
    default:
      if (state.expected !== "colon") return false;
      state.expected = "value";
      return true;
  }
}

/** Puts a value where the next one goes; repeatedly, while it grows. */
function put(state: BuilderState, value: unknown): void {
  const open = state.path.at(-1);
  if (open === undefined) state.root = value;
  else set(open, value);
}

function acceptsValue({ expected }: BuilderState): boolean {
  return expected === "value" || expected === "first-element";
}

function endValue(state: BuilderState): void {
  state.expected = state.path.length === 0 ? "nothing" : "comma";
}

function begin(state: BuilderState, open: Open): boolean {
  if (!acceptsValue(state)) return false;
  if (state.path.length === state.maxDepth) {
    throw new SyntaxError(`Nested deeper than ${state.maxDepth}`);
  }
  put(state, open.value);
  state.path.push(open);
  state.expected = open.kind === "object" ? "first-key" : "first-element";
  return true;
}

function close(state: BuilderState, kind: Open["kind"]): boolean {
  const { path, expected } = state;
  const first = kind === "object" ? "first-key" : "first-element";
  if (path.at(-1)?.kind !== kind || !(expected === "comma" || expected === first)) return false;
  path.pop();
  endValue(state);
  return true;
}

function addComma(state: BuilderState): boolean {
  const open = state.path.at(-1);
  if (open === undefined || state.expected !== "comma") return false;
  if (open.kind === "array") open.index++;
  state.expected = open.kind === "array" ? "value" : "key";
  return true;
}

function startString(state: BuilderState): boolean {
  if (acceptsValue(state)) state.openString = "value";
  else if (state.expected === "key" || state.expected === "first-key") state.openString = "key";
  else return false;
  state.text = "";
  return true;
}

function endString(state: BuilderState): void {
  const open = state.path.at(-1);
  if (state.openString === "value") {
    put(state, state.text);
    endValue(state);
  } else if (open?.kind === "object") {
    open.key = state.text;
    state.expected = "colon";
  }
  state.openString = "none";
}

function snapshotOf({ path, root }: BuilderState): unknown {
  let copy: unknown;
  // From the innermost outward: each copy contains the copy of what is open in it.
  for (const [index, open] of path.toReversed().entries()) {
    const shallow = copyOf(open);
    if (index > 0) set(shallow, copy);
    copy = shallow.value;
  }
  return path.length === 0 ? root : copy;
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
