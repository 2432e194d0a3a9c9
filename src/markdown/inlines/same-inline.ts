import type { Inline } from "../tree.ts";

/** Returns how many inlines two lists have in common at their start. */
export function commonLength(before: readonly Inline[], after: readonly Inline[]): number {
  const length = Math.min(before.length, after.length);
  for (let index = 0; index < length; index++) {
    const [a, b] = [before[index], after[index]];
    if (a === undefined || b === undefined || !isSameInline(a, b)) return index;
  }
  return length;
}

function isSameInline(a: Inline, b: Inline): boolean {
  if (a === b) return true;
  if (a.type === "text" && b.type === "text") return a.text === b.text;
  if ("children" in a && "children" in b) {
    return (
      a.type === b.type &&
      linkOf(a) === linkOf(b) &&
      a.children.length === b.children.length &&
      commonLength(a.children, b.children) === a.children.length
    );
  }
  return JSON.stringify(a) === JSON.stringify(b);
}

function linkOf(inline: Inline): string {
  return inline.type === "link" ? JSON.stringify([inline.href, inline.title]) : "";
}
