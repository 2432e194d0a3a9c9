/** The page's parser knows all entities, so the extension does not carry a table of 11 KB. */
const parser = new DOMParser();

/** Answers repeat few entities, and parsing one takes the time of thousands of look-ups. */
const MOST_KNOWN = 4_096;
const known = new Map<string, string>();

/**
 * Decodes one entity such as `&amp;` or `&#38;`; returns anything else unchanged. Stands in for the function of the
 * package `entities` with this name (see `rspack.config.cjs`).
 *
 * @param entity Only what matches the parser's pattern of an entity. Nothing else of an answer gets here.
 */
export function decodeHTMLStrict(entity: string): string {
  const before = known.get(entity);
  if (before !== undefined) return before;
  // Leading space of a body would be dropped.
  const text = parser.parseFromString(`<i>${entity}`, "text/html").body.textContent;
  // Some names need no semicolon: `&notit;` would become `¬it;`.
  const decoded = text.endsWith(";") && entity !== "&semi;" && entity !== "&#59;" ? entity : text;
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(entity, decoded);
  return decoded;
}
