import type { Table } from "../tables/table.ts";
import { html, type Markup } from "./markup.ts";

/** Renders a table, which scrolls if it is wider than the page. */
export function htmlTable({ title, columns, rows }: Table): Markup {
  if (rows.length === 0) return html``;
  const classOf = (index: number) => (columns[index]?.isNumeric === true ? "number" : "text");
  return html`<div class="scroll">
    <table>
      <caption>
        ${title}
      </caption>
      <thead>
        <tr>
          ${columns.map((column, index) => html`<th scope="col" class="${classOf(index)}">${column.title}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          ({ cells, tone }) =>
            html`<tr class="${tone}">
              ${cells.map((cell, index) => html`<td class="${classOf(index)}">${cell}</td>`)}
            </tr> `,
        )}
      </tbody>
    </table>
  </div>`;
}

export function htmlList(lines: readonly string[], isNotes = false): Markup {
  const items = lines.map((line) => html`<li>${line}</li>`);
  if (items.length === 0) return html``;
  return isNotes
    ? html`<ul class="notes">
        ${items}
      </ul>`
    : html`<ul>
        ${items}
      </ul>`;
}
