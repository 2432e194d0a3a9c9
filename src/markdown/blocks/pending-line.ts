import type { InlineSyntax } from "../inlines/syntax.ts";
import { findCloser } from "./block-starts.ts";

/** Rules, bullets, underlines and delimiter rows, or the start of text that begins with such characters. */
const MARKS = /^[-*_+=|: \t]+$/u;
const NUMBER = /^\d{1,9}(?:[.)][ \t]*)?$/u;
const HEADING = /^#{1,6}[ \t]*$/u;
const FENCE = /^(?:`{1,2}$|`{3,}[^`]*$|~{1,2}$|~{3})/u;
/** A task, or a label that is not closed or is followed by a colon. */
const LABEL = /^\[(?:[ xX]\][ \t]*$|(?:[^[\]\\]|\\.){0,999}(?:\\?$|\]$|\]:))/u;
/** A definition that has all its parts or lacks the last of them. */
const DEFINITION =
  /^\[(?:[^[\]\\]|\\.)*\]:[ \t]*(?:(?:<[^<>]*>?|[^<\s]\S*)(?:[ \t]+(?:"(?:[^"\\]|\\.)*\\?"?|'(?:[^'\\]|\\.)*\\?'?|\((?:[^()\\]|\\.)*\\?\)?)?[ \t]*)?)?$/u;

/**
 * Whether the text of an unfinished line may still turn into another block than it is now. Such a line is held back.
 *
 * Without this, a list would flash up before a rule, and a formula's dollars before the formula.
 */
export function isPending(text: string, syntax: InlineSyntax): boolean {
  const first = text.charAt(0);
  switch (first) {
    case "-":
    case "*":
    case "_":
    case "+":
    case "=":
    case "|":
    case ":":
      return MARKS.test(text);
    case "[":
      return isPendingLabel(text, syntax);
    case "<":
      return syntax.html;
    case "$":
    case "\\":
      return syntax.math && isPendingMath(text);
    default:
      return isPendingMarker(text, first);
  }
}

function isPendingMarker(text: string, first: string): boolean {
  if (first >= "0" && first <= "9") return NUMBER.test(text);
  if (first === "#") return HEADING.test(text);
  return (first === "`" || first === "~") && FENCE.test(text);
}

function isPendingLabel(text: string, syntax: InlineSyntax): boolean {
  if (!LABEL.test(text)) return false;
  // Text of a footnote is shown while it grows.
  if (syntax.footnotes && /^\[\^[^\s[\]]+\]:/u.test(text)) return false;
  return !/^\[(?:[^[\]\\]|\\.)*\]:/u.test(text) || DEFINITION.test(text);
}

/** A formula is one if nothing follows its closer. */
function isPendingMath(text: string): boolean {
  if (text.length < 2) return true;
  const isDollars = text.startsWith("$$");
  if (!isDollars && !text.startsWith("\\[")) return false;
  const content = text.slice(2);
  const close = findCloser(content, isDollars ? "$$" : "\\]");
  return close === undefined || content.slice(close + 2).trim() === "";
}
