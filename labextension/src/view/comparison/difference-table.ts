import { element } from "../element.ts";
import { differenceRows, type MeasuredArm, textDifference } from "./difference-rows.ts";

/** What one pair cannot show. */
const CAUTION =
  "These are the facts of one run. One run proves nothing: the same request varies from minute to minute. " +
  "A benchmark with many interleaved requests can tell which is faster.";

/** The differences of streams that have ended. */
export function differenceTable() {
  const node = element("div", "mr-differences");
  node.hidden = true;
  return {
    node,
    show(arms: readonly MeasuredArm[]) {
      const table = element("table", "");
      const head = table.createTHead().insertRow();
      const names = arms.map(({ name }) => name);
      for (const name of ["", ...names, ...(arms.length === 2 ? ["difference"] : [])]) {
        const cell = element(name === "" ? "td" : "th", "", name);
        if (name !== "") cell.setAttribute("scope", "col");
        head.append(cell);
      }
      const body = table.createTBody();
      for (const { label, values, difference } of differenceRows(arms)) {
        const row = body.insertRow();
        const name = element("th", "", label);
        name.scope = "row";
        row.append(name, ...values.map((value) => element("td", "", value)));
        if (difference !== undefined) row.append(element("td", "mr-difference", difference));
      }
      const text = element("p", "", textDifference(arms));
      node.replaceChildren(table, text, element("p", "mr-caution", CAUTION));
      node.hidden = false;
    },
    hide() {
      node.hidden = true;
    },
  };
}
