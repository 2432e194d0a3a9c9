import { emit, findClosing, noteOpen, type Scan } from "./scan.ts";

const ATTRIBUTE = String.raw`\s+[a-zA-Z_:][\w:.-]*(?:\s*=\s*(?:[^\s"'=<>\x60]+|'[^']*'|"[^"]*"))?`;
const TAG = new RegExp(
  String.raw`<(?:[a-zA-Z][a-zA-Z\d-]*(?:${ATTRIBUTE})*\s*/?|/[a-zA-Z][a-zA-Z\d-]*\s*)>`,
  "uy",
);

/** Raw HTML as in CommonMark at the current place. It is for tests against the specification. */
export function scanRawHtml(scan: Scan): void {
  const { source, at: start } = scan;
  const end = endOfMarkup(scan) ?? endOfTag(source, start);
  if (end === undefined) noteOpen(scan, start);
  else emit(scan, { start, end }, { type: "html", text: source.slice(start, end) });
}

function endOfTag(source: string, at: number): number | undefined {
  TAG.lastIndex = at;
  return TAG.test(source) ? TAG.lastIndex : undefined;
}

/** Comments, processing instructions, declarations and CDATA sections. */
function endOfMarkup(scan: Scan): number | undefined {
  const { source, at: start } = scan;
  const short = /^<!--(?:-?>)/u.exec(source.slice(start, start + 6))?.[0];
  if (short !== undefined) return start + short.length;
  const closing = closingOf(source.slice(start, start + 9));
  if (closing === undefined) return undefined;
  const [opening, end] = closing;
  const found = findClosing(scan, end, start + opening.length);
  return found < 0 ? undefined : found + end.length;
}

function closingOf(source: string): readonly [opening: string, closing: string] | undefined {
  if (source.startsWith("<!--")) return ["<!--", "-->"];
  if (source.startsWith("<?")) return ["<?", "?>"];
  if (source.startsWith("<![CDATA[")) return ["<![CDATA[", "]]>"];
  return /^<![a-zA-Z]/u.test(source) ? ["<!", ">"] : undefined;
}

const BREAK = /<br[ \t]*\/?>/iuy;

/** `<br>`, the only tag with a meaning in the output of models, which put it into the cells of tables. */
export function scanBreakTag(scan: Scan): void {
  const { source, at: start } = scan;
  BREAK.lastIndex = start;
  if (BREAK.test(source)) {
    emit(scan, { start, end: BREAK.lastIndex }, { type: "hard-break" });
  } else if (/^<br?[ \t]*\/?$/iu.test(source.slice(start, start + 40))) noteOpen(scan, start);
}
