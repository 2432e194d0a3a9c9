import type { Parser } from "@lezer/common";

/**
 * Finds the parser of a language by its name in a code fence, such as `ts`. Resolves with `undefined` for an unknown
 * language: its code is shown without colours.
 */
export type Highlighter = (language: string) => Promise<Parser | undefined>;
