/**
 * Returns the input of a tool call that the provider has closed: its arguments as parsed JSON; `undefined` if they are
 * not JSON.
 *
 * @example
 * ```ts
 * closedToolInput('{"city":"Rome"}'); // { "city": "Rome" }
 * closedToolInput('{"city":"Ro'); // undefined
 * ```
 */
export function closedToolInput(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * Returns the input of a tool call that was still open when its answer was cut off; `undefined` unless no more
 * arguments could follow.
 *
 * Only a closed object or array is certain to be complete: `12` may be the beginning of `123`, and the empty text is no
 * arguments at all. `{}` does not count either, because some proxies send it first and the real arguments after it.
 *
 * @see {@link https://github.com/openai/openai-agents-js/issues/712} for `{}` before the arguments.
 *
 * @example
 * ```ts
 * cutOffToolInput('{"city":"Rome"}'); // { "city": "Rome" }
 * cutOffToolInput("12"); // undefined
 * cutOffToolInput(""); // undefined
 * ```
 */
export function cutOffToolInput(text: string): unknown {
  const input = closedToolInput(text);
  if (typeof input !== "object" || input === null) return undefined;
  return Object.keys(input).length === 0 ? undefined : input;
}
