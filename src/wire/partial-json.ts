import { integerFrom, requireNumbers } from "../stats/index.ts";
import type { StreamError, StreamFailure } from "../events/index.ts";
import { jsonBuilder } from "./json-builder.ts";
import { JsonSyntaxError, jsonTokens } from "./json-tokens.ts";
import { HEAD_CHARS, malformedPayload } from "./parse-json.ts";

/**
 * One JSON value that arrives in chunks.
 *
 * Laws, checked by `test/wire/partial-json.test.ts`:
 * 1. `value` only grows: strings and arrays grow at their end, objects gain properties. The one exception is a
 *    repeated key, whose last value wins, as with `JSON.parse`.
 * 2. `value` contains only what is certain: no `12` of `123`, no `tru`, no key without the start of its value, no half
 *    of a surrogate pair whose other half may follow.
 * 3. The result after a given character does not depend on the chunks.
 * 4. `finish` returns what `JSON.parse` returns, and throws if that throws. The only difference is the limit on depth.
 * 5. No prototype is ever set: `__proto__` is an ordinary property.
 */
export interface PartialJson {
  /**
   * Adds the next chunk of the text. Never throws: if the text is not JSON, `value` stops growing and `failure` is set.
   */
  push(text: string): void;
  /**
   * The value so far; `undefined` if nothing is known yet. A live view: `push` extends the same objects and arrays. Do
   * not change them. Cost: O(1), but O(string) to read the characters of an open string after a chunk.
   */
  readonly value: unknown;
  /**
   * A copy of the value so far, which no later `push` changes. Closed objects and arrays are shared between snapshots
   * and with `value`; open ones are copied. Cost: O(entries of the open arrays and objects), not of their contents.
   */
  snapshot(): unknown;
  /** Why the text is not JSON, as soon as that is certain. */
  readonly failure: StreamFailure | undefined;
  /**
   * Ends the text, and returns the whole value.
   *
   * @throws {StreamError} `malformed-payload` when the text is not JSON. Its `cause` has the position.
   */
  finish(): unknown;
}

/** Limits of {@link partialJson}. */
export interface PartialJsonOptions {
  /**
   * How deep arrays and objects may be nested.
   *
   * @defaultValue `512`: far more than a model writes on purpose, and far less than overflows the stack of a recursive
   * function.
   */
  readonly maxDepth?: number | undefined;
}

/**
 * Parses JSON while it arrives: answers in JSON, and the arguments of tool calls.
 *
 * Cost: O(characters) over all chunks, whether or not `value` is read after each. The parts of a string, about 30 bytes
 * each, stay in memory until its characters are read.
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
  requireNumbers("limit depth", { maxDepth }, integerFrom(1));

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
      failure = malformedPayload(head, { cause });
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
 * Whether the text is an incomplete JSON value, including the empty text.
 *
 * Cost: that of `JSON.parse` for complete JSON.
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

/**
 * The index of the first character that JSON does not allow where it is; the length of a text that ends too early;
 * `undefined` for JSON. `JSON.parse` reports it for some faults only, and differently in every engine.
 *
 * Cost: O(characters).
 *
 * @example
 * ```ts
 * jsonFaultIndex('{"a":tru}'); // 8
 * jsonFaultIndex('{"a":true}'); // undefined
 * ```
 */
export function jsonFaultIndex(text: string): number | undefined {
  const tokens = jsonTokens(jsonBuilder(Infinity));
  try {
    tokens.push(text);
    tokens.end();
  } catch (error) {
    if (error instanceof JsonSyntaxError) return error.index;
    throw error;
  }
  return undefined;
}
