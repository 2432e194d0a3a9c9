import { createPart } from "./create-part.ts";
import { milliseconds, type Timeline } from "./timeline.ts";

/** A page with more rows would be slow to open. */
const MOST_ROWS = 2_000;

const COLUMNS = ["#", "At", "Gap in its lane", "Lane", "Event"];

/** Returns all marks as a table, folded: the same content as the lanes, for screen readers and for reading. */
export function markTable(timeline: Timeline): HTMLElement {
  const details = createPart("details", "mr-trace-table");
  const summary = document.createElement("summary");
  summary.textContent = `All ${timeline.marks.length.toLocaleString("en-US")} events as a table`;
  details.append(summary);
  details.addEventListener(
    "toggle",
    () => {
      details.append(tableOf(timeline));
    },
    { once: true },
  );
  return details;
}

function tableOf({ marks, lanes }: Timeline): HTMLElement {
  const scroll = createPart("div", "mr-trace-scroll");
  scroll.tabIndex = 0;
  scroll.setAttribute("role", "group");
  scroll.setAttribute("aria-label", "All events");
  const table = document.createElement("table");
  const head = table.createTHead().insertRow();
  for (const title of COLUMNS) {
    const cell = document.createElement("th");
    cell.scope = "col";
    cell.textContent = title;
    head.append(cell);
  }
  const body = table.createTBody();
  for (const [index, { atMs, gapMs, lane, label }] of marks.slice(0, MOST_ROWS).entries()) {
    const row = body.insertRow();
    const name = lanes.find(({ id }) => id === lane)?.label ?? lane;
    const gap = gapMs === undefined ? "" : milliseconds(gapMs);
    for (const text of [String(index + 1), milliseconds(atMs), gap, name, label]) {
      row.insertCell().textContent = text;
    }
  }
  scroll.append(table);
  if (marks.length > MOST_ROWS) {
    const rest = document.createElement("p");
    rest.textContent = `The first ${MOST_ROWS.toLocaleString("en-US")} of ${marks.length.toLocaleString("en-US")} events`;
    scroll.append(rest);
  }
  return scroll;
}
