import { escapeHtml } from "../../protocols/index.ts";

/** A piece of HTML that is already safe. Only {@link html} makes it. */
export interface Markup {
  readonly markup: string;
}

/** What may stand in a template: text is escaped, markup is not, a list is joined. */
export type MarkupContent = string | number | Markup | readonly MarkupContent[];

/**
 * HTML from a template. Every value is escaped unless it is {@link Markup} itself, so that forgetting
 * to escape is not possible; values stand in text or in quoted attributes only.
 */
export function html(parts: TemplateStringsArray, ...values: readonly MarkupContent[]): Markup {
  const markup = parts
    .map((part, index) => part + (index < values.length ? rendered(values[index] ?? "") : ""))
    .join("");
  return { markup };
}

/** Takes over markup from a source that escapes by itself, as Vega does for SVG. */
export function trusted(markup: string): Markup {
  return { markup };
}

function rendered(piece: MarkupContent): string {
  if (typeof piece === "string") return escapeHtml(piece);
  if (typeof piece === "number") return String(piece);
  return isList(piece) ? piece.map((one) => rendered(one)).join("") : piece.markup;
}

function isList(piece: MarkupContent): piece is readonly MarkupContent[] {
  return Array.isArray(piece);
}
