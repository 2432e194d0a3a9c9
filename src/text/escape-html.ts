const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
  "{": "&#123;",
};

/**
 * Returns text as HTML source that shows exactly this text, between tags or in a quoted attribute.
 *
 * `{` is escaped as well: in Markdown that is compiled, MDX evaluates `{…}` between tags, and Vue and Liquid `{{…}}`.
 *
 * It does not replace control characters: pass text from outside through {@link printable} first, because HTML
 * parsers drop NUL and turn CR into a line feed.
 *
 * @see {@link https://html.spec.whatwg.org/multipage/parsing.html} "Data state", "Attribute value (double-quoted) state"
 *
 * @example
 * ```ts
 * escapeHtml("<b title='x'>"); // "&lt;b title=&#39;x&#39;&gt;"
 * ```
 */
export function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"'{]/gu, (character) => ENTITIES[character] ?? character);
}
