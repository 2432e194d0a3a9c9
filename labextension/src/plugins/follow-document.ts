import { receivedFrom, type ReceivedStream, type StreamDocument } from "millrace/protocols";

import type { StreamHub } from "../kernel/stream-hub.ts";
import type { Feed } from "../view/stream-controls.ts";

/**
 * Shows a stored stream, and if it has not ended, its updates from the kernel that feeds it.
 *
 * @returns The function that ends the updates.
 */
export function followDocument(
  hub: StreamHub,
  document: StreamDocument,
  show: (stream: ReceivedStream, feed: Feed) => void,
): () => void {
  const stored = receivedFrom(document);
  show(stored, "gone");
  if (document.state === "ended") return () => {};
  return hub.follow(document, (stream) =>
    show(stream ?? stored, stream === undefined ? "gone" : "live"),
  );
}
