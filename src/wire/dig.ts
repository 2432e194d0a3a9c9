/**
 * Returns the value at a path in a value from outside; `undefined` if there is none. Only own properties count, so
 * `__proto__` and inherited names never match.
 *
 * @example
 * ```ts
 * dig({ choices: [{ delta: { content: "Hi" } }] }, "choices", 0, "delta", "content"); // "Hi"
 * ```
 */
export function dig(value: unknown, ...path: readonly (string | number)[]): unknown {
  let found: unknown = value;
  for (const step of path) {
    if (typeof found !== "object" || found === null || !Object.hasOwn(found, step))
      return undefined;
    found = Reflect.get(found, step);
  }
  return found;
}

/**
 * The value if it is a string, even an empty one; otherwise `undefined`.
 *
 * @example
 * ```ts
 * asText(5); // undefined
 * ```
 */
export function asText(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/**
 * The value if it is a safe integer from 0; otherwise `undefined`.
 *
 * @example
 * ```ts
 * asCount(1.5); // undefined
 * ```
 */
export function asCount(value: unknown): number | undefined {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}

/**
 * The value if it is a finite number; otherwise `undefined`.
 *
 * @example
 * ```ts
 * asNumber(-1.5); // -1.5
 * ```
 */
export function asNumber(value: unknown): number | undefined {
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}

/**
 * The value if it is an array; otherwise an empty array.
 *
 * @example
 * ```ts
 * asList("abc"); // []
 * ```
 */
export function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : NONE;
}

/** Shared: a new array for every chunk would be garbage. */
const NONE: readonly unknown[] = [];
