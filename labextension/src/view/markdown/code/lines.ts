import { pageList } from "../page-list.ts";
import { appendText } from "./text-pieces.ts";

/** Part of a line in one colour, as offsets within the line. */
export interface ColouredRun {
  readonly from: number;
  readonly to: number;
  readonly classes: string;
}

/** The lines of a code block as elements. Their text, joined, is the code. */
export interface CodeLines {
  /** Shows `lines`, of which those before `keep` have not changed. */
  update(lines: readonly string[], keep: number): void;
  /** Colours a line. Never changes its text. */
  paint(index: number, runs: readonly ColouredRun[]): void;
}

interface ShownLine {
  readonly node: HTMLElement;
  /** With its line end, unless it is the last one. */
  text: string;
  /** The colours as text, to compare them; `""` without any. */
  colours: string;
}

export function codeLines(host: HTMLElement): CodeLines {
  const shown: ShownLine[] = [];
  const pages = pageList(host, () => {
    const page = document.createElement("span");
    page.className = "mr-lines";
    return page;
  });

  function append(text: string): void {
    const node = document.createElement("span");
    appendText(node, text);
    pages.append(node);
    shown.push({ node, text, colours: "" });
  }

  return {
    update(lines, keep) {
      for (; shown.length > lines.length; pages.removeLast()) shown.pop();
      // The line before may have got its line end.
      for (let index = Math.max(0, keep - 1); index < lines.length; index += 1) {
        const text = `${lines[index] ?? ""}${index < lines.length - 1 ? "\n" : ""}`;
        const line = shown[index];
        if (line === undefined) append(text);
        else setText(line, text);
      }
    },
    paint(index, runs) {
      const line = shown[index];
      if (line !== undefined) setColours(line, runs);
    },
  };
}

/** Text that grows is appended, without a colour, until the line is painted again. */
function setText(line: ShownLine, text: string): void {
  if (line.text === text) return;
  if (text.startsWith(line.text)) {
    appendText(line.node, text.slice(line.text.length));
    // The new text is not part of what was painted.
    if (line.colours !== "") line.colours = STALE;
  } else {
    line.node.replaceChildren();
    appendText(line.node, text);
    line.colours = "";
  }
  line.text = text;
}

/** Differs from all colours. */
const STALE = "stale";

function setColours(line: ShownLine, runs: readonly ColouredRun[]): void {
  const colours = runs.map(({ from, to, classes }) => `${from}-${to} ${classes}`).join(",");
  if (colours === line.colours) return;
  line.colours = colours;
  line.node.replaceChildren();
  let at = 0;
  for (const { from, to, classes } of runs) {
    appendText(line.node, line.text.slice(at, from));
    const token = document.createElement("span");
    token.className = classes;
    appendText(token, line.text.slice(from, to));
    line.node.append(token);
    at = to;
  }
  appendText(line.node, line.text.slice(at));
}
