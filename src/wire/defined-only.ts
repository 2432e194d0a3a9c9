/** `T` with optional keys that are absent instead of `undefined`. */
export type DefinedOnly<T> = T extends unknown
  ? { [Key in keyof T as undefined extends T[Key] ? never : Key]: T[Key] } & {
      [Key in keyof T as undefined extends T[Key] ? Key : never]?: Exclude<T[Key], undefined>;
    }
  : never;

/**
 * Returns a copy of `object` without the keys whose value is `undefined`, for values that are spread over defaults,
 * serialized or compared: there, such a key is not the same as an absent one.
 *
 * @example
 * ```ts
 * definedOnly({ model: "m", seed: undefined }); // { model: "m" }
 * ```
 */
export function definedOnly<T extends object>(object: T): DefinedOnly<T> {
  const defined = Object.entries(object).filter(([, value]) => value !== undefined);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the type of `fromEntries` has no keys
  return Object.fromEntries(defined) as DefinedOnly<T>;
}
