import { render } from "katex";

import type { TypesetFormula } from "./markdown-view-options.ts";

/** Largest size of anything in a formula, in em: `\rule` can ask for any. */
const MAX_SIZE_EM = 20;

/** Most macro expansions, so that `\def\x{\x\x}\x` ends. */
const MAX_EXPANSIONS = 300;

/** Typesets a formula as elements with a MathML twin for screen readers. Commands that load, link or set attributes fail. */
export const typesetByKatex: TypesetFormula = (host, source, isDisplay) => {
  render(source, host, {
    displayMode: isDisplay,
    throwOnError: true,
    trust: false,
    // Models write characters that LaTeX refuses, such as "é".
    strict: "ignore",
    maxSize: MAX_SIZE_EM,
    maxExpand: MAX_EXPANSIONS,
  });
};
