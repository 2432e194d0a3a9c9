/** Which inline syntax is parsed beside that of CommonMark. */
export interface InlineSyntax {
  /** Raw HTML as in CommonMark. Without it, only `<br>` has a meaning, and all other tags are text. */
  readonly html: boolean;
  /** Strikethrough and autolinks without brackets, as in GitHub Flavored Markdown. */
  readonly gfm: boolean;
  /** `$…$`, `$$…$$`, `\(…\)` and `\[…\]`. */
  readonly math: boolean;
  /** `[^label]`. */
  readonly footnotes: boolean;
  /**
   * Whether `*` and `~~` beside Chinese, Japanese or Korean characters need no spaces: in CommonMark, the `**` after
   * punctuation and before a letter closes nothing, as in `**注意：**这是`.
   */
  readonly cjk: boolean;
}

/** For the output of models. */
export const MODEL_SYNTAX: InlineSyntax = {
  html: false,
  gfm: true,
  math: true,
  footnotes: true,
  cjk: true,
};

/** CommonMark alone, for tests against the specification. */
export const SPEC_SYNTAX: InlineSyntax = {
  html: true,
  gfm: false,
  math: false,
  footnotes: false,
  cjk: false,
};
