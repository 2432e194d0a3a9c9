import type { LinkTarget } from "./link-parts.ts";

/**
 * Definitions that inline content refers to. Implementations record lookups in vain, so that a late definition changes
 * only the leaves that looked for it.
 */
export interface References {
  /** The target of a link reference definition. The label comes from `normalizeLabel`. */
  link(label: string): LinkTarget | undefined;
  /** The number of a footnote, from 1 by first use. The label comes from `normalizeLabel`. */
  footnote(label: string): number | undefined;
}

/** No definitions at all. */
export const NO_REFERENCES: References = {
  link: () => undefined,
  footnote: () => undefined,
};
