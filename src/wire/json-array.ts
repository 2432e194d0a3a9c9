import { StreamError } from "../events/index.ts";
import {
  boundOf,
  type ParserOptions,
  type PushParser,
  pushParser,
  tooLarge,
} from "./push-parser.ts";
import { utf8Text } from "./utf8-text.ts";

/** Gives the elements of one JSON array, and says whether it came to its end. */
export interface JsonArrayParser extends PushParser<string> {
  /** Whether the closing bracket has come. A body that ends without it was cut off. */
  readonly complete: boolean;
}

/**
 * Splits one JSON array into its elements as it comes: each is given, as text, with its last byte. White
 * space around elements is skipped. An element that is incomplete at the end does not count.
 *
 * The array itself is checked (brackets, commas, nothing after it); whether an element is JSON is for
 * whoever parses it to find out.
 *
 * Cost: O(bytes), also for a large element in small pieces.
 *
 * @throws {StreamError} From `push`, with code `too-large` when an element exceeds the bound, and with
 * `malformed-payload` when the text is not an array.
 * @throws {RangeError} When the bound is not a whole number from 1.
 *
 * @see {@link https://ai.google.dev/api/generate-content#method:-models.streamgeneratecontent} Gemini's
 * `streamGenerateContent`, which answers with such an array unless it is asked for `alt=sse`.
 *
 * @example
 * ```ts
 * const parser = jsonArrayParser();
 * parser.push(new TextEncoder().encode('[{"a": 1}\n,\r\n{"b"')); // ['{"a": 1}']
 * parser.push(new TextEncoder().encode(": [2]}]")); // ['{"b": [2]}']
 * parser.complete; // true
 * ```
 */
export function jsonArrayParser(options: ParserOptions = {}): JsonArrayParser {
  const maxMessageChars = boundOf(options);
  let place: Place = "before";

  const parser = pushParser<string>((give) => {
    const decoded = utf8Text();
    const endOfElement = elementScanner();
    // Pieces of the open element, joined once.
    let held: string[] = [];
    let heldChars = 0;

    function hold(piece: string): void {
      heldChars += piece.length;
      if (heldChars > maxMessageChars) throw tooLarge(maxMessageChars);
      held.push(piece);
    }

    function release(): void {
      give(held.join(""));
      held = [];
      heldChars = 0;
      place = "after-element";
    }

    /** Takes one step from `index` on, and gives the index of the next. */
    function step(text: string, index: number): number {
      if (place === "element") {
        const end = endOfElement(text, index);
        hold(text.slice(index, end));
        if (end !== undefined) release();
        return end ?? text.length;
      }
      const char = text.charAt(index);
      if (WHITE_SPACE.includes(char)) return index + 1;
      place = placeAfter(place, char) ?? notAnArray(text.slice(index));
      return place === "element" ? index : index + 1;
    }

    return {
      push(bytes) {
        const text = decoded.push(bytes);
        for (let index = 0; index < text.length;) index = step(text, index);
      },
      end() {},
    };
  });

  return {
    ...parser,
    get complete() {
      return place === "closed";
    },
  };
}

type Place = "before" | "first" | "element" | "after-element" | "next" | "closed";

const WHITE_SPACE = " \t\n\r";

/** Where a character leads from between the elements; `undefined` where it may not stand. */
function placeAfter(place: Exclude<Place, "element">, char: string): Place | undefined {
  switch (place) {
    case "before":
      return char === "[" ? "first" : undefined;
    case "first":
      return char === "]" ? "closed" : elementAt(char);
    case "next":
      return elementAt(char);
    case "after-element":
      if (char === ",") return "next";
      return char === "]" ? "closed" : undefined;
    case "closed":
      return undefined;
  }
}

function elementAt(char: string): Place | undefined {
  return char === "," || closes(char) ? undefined : "element";
}

/** How much of what is not an array goes into the failure: enough to recognise it. */
const HEAD_CHARS = 200;

function notAnArray(rest: string): never {
  throw new StreamError({ code: "malformed-payload", payload: rest.slice(0, HEAD_CHARS) });
}

/**
 * Finds the end of the open element: the index behind its last character, `undefined` while it is not in
 * the text. Looks at every character once.
 */
function elementScanner(): (text: string, from: number) => number | undefined {
  let depth = 0;
  let inString = false;
  let escaped = false;

  const atTop = () => depth === 0 && !inString;

  function afterString(text: string, from: number): number | undefined {
    let index = escaped ? from + 1 : from;
    escaped = false;
    for (;;) {
      const quote = text.indexOf('"', index);
      const end = quote === -1 ? text.length : quote;
      const isEscaped = backslashesBefore(text, index, end) % 2 === 1;
      if (quote === -1) {
        escaped = isEscaped;
        return undefined;
      }
      index = quote + 1;
      if (!isEscaped) break;
    }
    inString = false;
    return index;
  }

  function afterSign(text: string, from: number): number | undefined {
    const index = depth === 0 ? from : nestingSignIn(text, from);
    if (index === text.length) return undefined;
    const char = text.charAt(index);
    if (opens(char)) depth++;
    if (closes(char)) depth--;
    inString = char === '"';
    return index + 1;
  }

  return (text, from) => {
    for (let index = from; index < text.length;) {
      if (atTop() && endsScalar(text.charAt(index))) return index;
      const next = inString ? afterString(text, index) : afterSign(text, index);
      if (next === undefined) return undefined;
      if (atTop() && endsItself(text.charAt(next - 1))) return next;
      index = next;
    }
    return undefined;
  };
}

/** How many backslashes stand one behind the other before `end`, at most back to `from`. */
function backslashesBefore(text: string, from: number, end: number): number {
  let index = end;
  while (index > from && text.charAt(index - 1) === "\\") index--;
  return end - index;
}

/**
 * Where the next quote, brace or bracket is; the end of the text where there is none. They are close together:
 * looking at each character takes a third of what a regular expression does.
 */
function nestingSignIn(text: string, from: number): number {
  let index = from;
  while (index < text.length && IS_NESTING_SIGN[text.charCodeAt(index)] !== 1) index++;
  return index;
}

/** By the code of a character; of one that is not in it, the answer is no. */
const IS_NESTING_SIGN = new Uint8Array(128);
for (const sign of '"{}[]') IS_NESTING_SIGN[sign.charCodeAt(0)] = 1;

function opens(char: string): boolean {
  return char === "{" || char === "[";
}

function closes(char: string): boolean {
  return char === "}" || char === "]";
}

/** What follows a number or a word, and is no part of it. */
function endsScalar(char: string): boolean {
  return char === "," || closes(char) || WHITE_SPACE.includes(char);
}

/** What is the last character of an object, an array or a string. */
function endsItself(char: string): boolean {
  return char === '"' || closes(char);
}
