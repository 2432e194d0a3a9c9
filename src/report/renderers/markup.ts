import { escapeHtml } from "../../text/index.ts";

/** Safe HTML, made by {@link html} or {@link trusted}. */
export interface Markup {
  readonly markup: string;
}

/** A value in a template: text is escaped, markup is not, a list is joined. */
export type MarkupContent = string | number | Markup | readonly MarkupContent[];

/**
 * Makes HTML from a template and escapes every value that is not {@link Markup}, so that escaping cannot be
 * forgotten. Use values only in text and in quoted attributes.
 */
export function html(parts: TemplateStringsArray, ...values: readonly MarkupContent[]): Markup {
  const markup = parts
    .map((part, index) => part + (index < values.length ? rendered(values[index] ?? "") : ""))
    .join("");
  return { markup };
}

/** Wraps markup from a source that escapes, such as Vega's SVG. */
export function trusted(markup: string): Markup {
  return { markup };
}

function rendered(content: MarkupContent): string {
  if (typeof content === "string") return escapeHtml(content);
  if (typeof content === "number") return String(content);
  return isList(content) ? content.map((one) => rendered(one)).join("") : content.markup;
}

function isList(content: MarkupContent): content is readonly MarkupContent[] {
  return Array.isArray(content);
}
