import type { ReceivedStream } from "millrace/protocols";

/**
 * Returns the newer state of one stream. A page, a file, and a kernel's display can each have one, and none of them is
 * always ahead: a saved file is older than the page, and a page that lost messages is older than a display.
 */
export function newestStream(a: ReceivedStream, b: ReceivedStream | undefined): ReceivedStream {
  if (b === undefined) return a;
  if (a.seq !== b.seq) return a.seq > b.seq ? a : b;
  return lengthOf(a) > lengthOf(b) ? a : b;
}

/** Within one `seq`, a stream only grows. */
function lengthOf({ text, reasoning, end }: ReceivedStream): number {
  return text.length + reasoning.length + (end === undefined ? 0 : 1);
}
