import { integerFrom, requireNumbers } from "../stats/index.ts";
import { StreamError, type StreamFailure } from "../events/index.ts";
import { jsonBuilder } from "./json-builder.ts";
import { jsonTokens } from "./json-tokens.ts";

/**
 * One JSON value that comes in pieces, and what is known of it so far.
 *
 * Laws, checked by `test/wire/partial-json.test.ts`:
 * 1. What is shown is only ever extended: strings and arrays grow at their end, objects gain properties.
 *    The one exception is a repeated key, whose last value wins, as with `JSON.parse`.
 * 2. Nothing is shown before it is certain: no `12` of `123`, no `tru`, no key without the beginning of
 *    its value, no half of a surrogate pair whose other half may follow.
 * 3. However the text is cut, all of this is the same at the same character.
 * 4. `finish` returns what `JSON.parse` returns, and throws where that throws. It is stricter in one point:
 *    the bound on depth.
 * 5. No prototype is ever set: `__proto__` is a property like any other.
 */
export interface PartialJson {
  /**
   * Takes the next piece of the text. Never throws: text that is no JSON ends the growth of `value`, and
   * `failure` says so.
   */
  push(text: string): void;
  /**
   * What is known so far; `undefined` while that is nothing. A live view: the same objects and arrays are
   * returned each time, and `push` extends them. Do not change them.
   *
   * Cost: O(1). But whoever reads the characters of an open string after every piece pays for the whole
   * string every time.
   */
  readonly value: unknown;
  /**
   * What is known so far, as a value that no later `push` changes. Whatever is closed is shared between
   * snapshots and with `value`, so it stays identical; whatever is open is copied.
   *
   * Cost: O(entries of the open arrays and objects themselves), not of what is in them.
   */
  snapshot(): unknown;
  /** Why the text is no JSON, as soon as that is certain. */
  readonly failure: StreamFailure | undefined;
  /**
   * Says that no more comes, and gives the whole value.
   *
   * @throws {StreamError} `malformed-payload` with the text's head, when the text is no JSON. Its `cause`
   * says where.
   */
  finish(): unknown;
}

/** The bounds of a value that comes in pieces. */
export interface PartialJsonOptions {
  /**
   * How deep arrays and objects may be nested.
   *
   * @defaultValue `512`: far over what a model writes on purpose, and far under what would overflow the
   * stack of whoever walks through the value.
   */
  readonly maxDepth?: number | undefined;
}

/**
 * Reads JSON while it is being written: answers in JSON, and the arguments of tool calls.
 *
 * Cost: O(characters) over all pieces, whether or not `value` is taken after each. A string that has come
 * in pieces keeps them, at about 30 bytes each, until somebody reads its characters.
 *
 * @throws {RangeError} When `maxDepth` is not a whole number from 1.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc8259}
 *
 * @example
 * ```ts
 * const json = partialJson();
 * json.push('{"city": "Par');
 * json.value; // { "city": "Par" }
 * json.push('is", "days": 1');
 * json.value; // { "city": "Paris" }
 * json.push("2}");
 * json.finish(); // { "city": "Paris", "days": 12 }
 * ```
 */
export function partialJson({ maxDepth = 512 }: PartialJsonOptions = {}): PartialJson {
  requireNumbers("bound depth", { maxDepth }, integerFrom(1));

  const builder = jsonBuilder(maxDepth);
  const tokens = jsonTokens(builder);
  let head = "";
  let failure: StreamError | undefined;

  function attempt(step: () => void): void {
    if (failure !== undefined) return;
    try {
      step();
    } catch (cause) {
      if (!(cause instanceof SyntaxError)) throw cause;
      failure = new StreamError({ code: "malformed-payload", payload: head }, { cause });
    }
  }

  return {
    push(text) {
      if (head.length < HEAD_CHARS) head += text.slice(0, HEAD_CHARS - head.length);
      attempt(() => tokens.push(text));
      builder.showOpenString();
    },
    get value() {
      return builder.value;
    },
    snapshot: builder.snapshot,
    get failure() {
      return failure?.failure;
    },
    finish() {
      attempt(() => tokens.end());
      if (failure !== undefined) throw failure;
      return builder.value;
    },
  };
}

/**
 * Whether the text is the beginning of a JSON value and not all of it; the empty text is, too.
 *
 * Cost: that of `JSON.parse` for whole JSON.
 *
 * @example
 * ```ts
 * isCutOffJson('{"done": tr'); // true
 * isCutOffJson('{"done": true}'); // false
 * isCutOffJson("Bad gateway"); // false
 * ```
 */
export function isCutOffJson(text: string): boolean {
  try {
    JSON.parse(text);
    return false;
  } catch {
    const json = partialJson();
    json.push(text);
    return json.failure === undefined;
  }
}

/** How much of a text that is no JSON goes into the failure: enough to recognise it. */
const HEAD_CHARS = 200;
