import type { Typesetter } from "./markdown-view-options.ts";

/** Typesets by KaTeX. It is a chunk of its bundle that is loaded with the first formula, like its style sheet. */
export const katexTypesetter: Typesetter = async () => {
  const [{ typesetByKatex }] = await Promise.all([
    import("./typeset-by-katex.ts"),
    import("katex/dist/katex.min.css"),
  ]);
  return typesetByKatex;
};
