/**
 * Follows a path into a value from outside; `undefined` as soon as it leads nowhere.
 *
 * Only own properties count, so a hostile `__proto__` or an inherited name leads nowhere either.
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
 * The value if it is text (the empty text too), else `undefined`.
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
 * The value if it is a count (a whole number from 0 that is exact), else `undefined`.
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
 * The value if it is a finite number, else `undefined`.
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
 * The value if it is a list, else the empty list.
 *
 * @example
 * ```ts
 * asList("abc"); // []
 * ```
 */
export function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : NONE;
}

/** One for all: a new one for every chunk would be collected as garbage. */
const NONE: readonly unknown[] = [];
