import type { Leaf } from "./block-entry.ts";
import type { LeafInlines } from "./leaf-inlines.ts";
import type { ReferenceIndex } from "./reference-index.ts";

/**
 * Characters of older leaves that each delta allows to be parsed again for late definitions. A longer leaf waits until
 * enough deltas have come, so that the cost of a delta is bounded on average.
 */
const PATCHED_CHARS = 64;
/** Characters that are allowed at once after a quiet time. */
const MOST_PATCHED_CHARS = 2_048;
const MOST_RENUMBERED = 16;

/** Parses leaves again that late definitions change. */
export interface LateDefinitions {
  /** Parses as many of the leaves as one delta allows. */
  patchSome(): void;
  patchAll(): void;
}

export function lateDefinitions(
  { footnotes, outdated }: ReferenceIndex,
  { parseAgain }: LeafInlines,
): LateDefinitions {
  let allowedChars = MOST_PATCHED_CHARS;

  return {
    patchSome() {
      for (const leaf of footnotes.takeRenumbered(MOST_RENUMBERED)) outdated.add(leaf);
      for (const leaf of outdated) {
        const chars = sourceLength(leaf);
        if (chars > allowedChars) {
          allowedChars += PATCHED_CHARS;
          return;
        }
        allowedChars -= chars;
        parseAgain(leaf);
      }
      allowedChars = Math.min(MOST_PATCHED_CHARS, allowedChars + PATCHED_CHARS);
    },
    patchAll() {
      do {
        for (const leaf of footnotes.takeRenumbered(Infinity)) outdated.add(leaf);
        for (const leaf of outdated) parseAgain(leaf);
      } while (footnotes.hasRenumbered());
    },
  };
}

function sourceLength(leaf: Leaf): number {
  if (leaf.kind === "text") return leaf.source.length + 1;
  return leaf.sources.reduce((sum, { length }) => sum + length, 1);
}
