/** Recognizes the starts of blocks in the text of a line, without the spaces before it. */

export interface HeadingStart {
  readonly level: number;
  /** Source of its inlines. */
  readonly text: string;
}

/** `## text ##` */
export function headingStart(text: string): HeadingStart | undefined {
  const hashes = /^#{1,6}(?![^ \t])/u.exec(text)?.[0];
  if (hashes === undefined) return undefined;
  return { level: hashes.length, text: headingContent(text.slice(hashes.length)) };
}

/** Drops spaces at both ends, and a closing run of `#` after a space. */
export function headingContent(rest: string): string {
  const text = rest.trim();
  let end = text.length;
  while (text.charAt(end - 1) === "#") end -= 1;
  if (end === 0) return "";
  const before = text.charAt(end - 1);
  return before === " " || before === "\t" ? text.slice(0, end).trimEnd() : text;
}

export interface FenceStart {
  readonly mark: string;
  readonly length: number;
  readonly info: string;
}

/** Three or more backticks without backticks after them, or tildes. */
export function fenceStart(text: string): FenceStart | undefined {
  const fence = /^(?:`{3,}(?!.*`)|~{3,})/u.exec(text)?.[0];
  if (fence === undefined) return undefined;
  return { mark: fence.charAt(0), length: fence.length, info: text.slice(fence.length).trim() };
}

export function closesFence(text: string, fence: { mark: string; length: number }): boolean {
  let length = 0;
  while (text.charAt(length) === fence.mark) length += 1;
  return length >= fence.length && text.slice(length).trim() === "";
}

/** Level of the heading that a line of `=` or `-` makes of the paragraph above. */
export function underlineLevel(text: string): 1 | 2 | undefined {
  if (!/^(?:=+|-+)[ \t]*$/u.test(text)) return undefined;
  return text.startsWith("=") ? 1 : 2;
}

export function isRule(text: string): boolean {
  return /^(?:(?:\*[ \t]*){3,}|(?:_[ \t]*){3,}|(?:-[ \t]*){3,})$/u.test(text);
}

export interface ItemStart {
  /** Bullet, or the character after the number. */
  readonly marker: string;
  readonly start: number | undefined;
  readonly lengthChars: number;
}

export function itemStart(text: string): ItemStart | undefined {
  const [found, digits, delimiter] = /^(?:[*+-]|(\d{1,9})([.)]))(?![^ \t])/u.exec(text) ?? [];
  if (found === undefined) return undefined;
  return {
    marker: delimiter ?? found,
    start: digits === undefined ? undefined : Number(digits),
    lengthChars: found.length,
  };
}

/** `[^label]:`, without what follows. */
export function footnoteStart(text: string): { label: string; lengthChars: number } | undefined {
  const [found, label] = /^\[\^([^\s[\]]{1,999})\]:/u.exec(text) ?? [];
  return found === undefined || label === undefined
    ? undefined
    : { label, lengthChars: found.length };
}

export interface MathStart {
  readonly closer: "$$" | "\\]";
  /** Text after the opener, without the closer. */
  readonly text: string;
  readonly isClosed: boolean;
}

/** `$$` or `\[`. If the closer is on the same line, it must end the line, and something must come before it. */
export function mathStart(text: string): MathStart | undefined {
  const opener = text.slice(0, 2);
  if (opener !== "$$" && opener !== "\\[") return undefined;
  const closer = opener === "$$" ? "$$" : "\\]";
  const content = text.slice(2);
  const close = findCloser(content, closer);
  if (close === undefined) return { closer, text: content.trimEnd(), isClosed: false };
  const formula = content.slice(0, close);
  if (formula.trim() === "" || content.slice(close + 2).trim() !== "") return undefined;
  return { closer, text: formula, isClosed: true };
}

/** Index of a closer that is not escaped. */
export function findCloser(text: string, closer: string): number | undefined {
  for (let at = text.indexOf(closer); at >= 0; at = text.indexOf(closer, at + 1)) {
    if (text.charAt(at - 1) !== "\\") return at;
  }
  return undefined;
}

const BLOCK_TAGS =
  "address|article|aside|base|basefont|blockquote|body|caption|center|col|colgroup|dd|details|dialog|dir|div|dl|dt|fieldset|figcaption|figure|footer|form|frame|frameset|h[1-6]|head|header|hr|html|iframe|legend|li|link|main|menu|menuitem|nav|noframes|ol|optgroup|option|p|param|search|section|summary|table|tbody|td|tfoot|th|thead|title|tr|track|ul";
const ATTRIBUTE = "\\s+[a-zA-Z_:][\\w.:-]*(?:\\s*=\\s*(?:[^\"'=<>`\\s]+|'[^']*'|\"[^\"]*\"))?";

/** Starts of HTML blocks, each with what ends it: a pattern in a line, or an empty line if `undefined`. */
const HTML_BLOCKS: readonly (readonly [start: RegExp, end: RegExp | undefined])[] = [
  [/^<(?:script|pre|textarea|style)(?:\s|>|$)/iu, /<\/(?:script|pre|textarea|style)>/iu],
  [/^<!--/u, /-->/u],
  [/^<\?/u, /\?>/u],
  [/^<![A-Za-z]/u, />/u],
  [/^<!\[CDATA\[/u, /\]\]>/u],
  [new RegExp(`^</?(?:${BLOCK_TAGS})(?:\\s|/?>|$)`, "iu"), undefined],
  [
    new RegExp(`^(?:<[a-z][a-z\\d-]*(?:${ATTRIBUTE})*\\s*/?>|</[a-z][a-z\\d-]*\\s*>)\\s*$`, "iu"),
    undefined,
  ],
];

export interface HtmlStart {
  /** What ends it, in the line that contains it; an empty line if `undefined`. */
  readonly end: RegExp | undefined;
  /** Whether it may follow a paragraph without an empty line. */
  readonly canInterrupt: boolean;
}

/** @see https://spec.commonmark.org/0.31.2/#html-blocks */
export function htmlStart(text: string): HtmlStart | undefined {
  if (!text.startsWith("<")) return undefined;
  const index = HTML_BLOCKS.findIndex(([start]) => start.test(text));
  return index < 0
    ? undefined
    : { end: HTML_BLOCKS[index]?.[1], canInterrupt: index < HTML_BLOCKS.length - 1 };
}
