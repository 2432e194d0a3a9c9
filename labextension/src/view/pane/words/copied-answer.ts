import type { ReceivedStream } from "millrace/protocols";

/** The fences of CommonMark: at least three, indented by at most three spaces. Without `s`, a CR would cost O(n²). */
const FENCE = /^ {0,3}(?<fence>`{3,}(?=[^`]*$)|~{3,})(?<info>.*)$/su;

/**
 * Returns an answer to paste elsewhere. A code block that is still open is closed, because otherwise all that is pasted
 * after it would be code.
 *
 * Cost: O(lines).
 */
export function copiedMarkdown(text: string): string {
  const open = text.split("\n").reduce<string | undefined>(fenceAfter, undefined);
  if (open === undefined) return text;
  return `${text}${text.endsWith("\n") ? "" : "\n"}${open}\n`;
}

/** Returns the fence of the code block that is open after a line. */
function fenceAfter(open: string | undefined, line: string): string | undefined {
  const { fence, info = "" } = FENCE.exec(line)?.groups ?? {};
  if (fence === undefined) return open;
  if (open === undefined) return fence;
  return fence.startsWith(open) && info.trim() === "" ? undefined : open;
}

/** Returns an answer with its figures, for a message to a colleague. */
export function copiedWithTiming(
  { title, model, text }: Pick<ReceivedStream, "title" | "model" | "text">,
  figures: readonly { readonly label: string; readonly value: string }[],
): string {
  const head = [title, model].filter((part) => part !== undefined && part !== "").join(" · ");
  const timing = figures.map(({ label, value }) => `${label} ${value}`).join(" · ");
  return [head, copiedMarkdown(text).trimEnd(), timing].filter((part) => part !== "").join("\n\n");
}
