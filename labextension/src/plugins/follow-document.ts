import { receivedFrom, type ReceivedStream, type StreamDocument } from "millrace/protocols";

import { newestStream } from "../kernel/newest-stream.ts";
import type { StreamHub, StreamName } from "../kernel/stream-hub.ts";
import type { Feed } from "../view/stream-controls.ts";

/** A stored stream that is kept up to date. Nothing that was shown is ever replaced by something older. */
export interface FollowedDocument {
  readonly name: StreamName;
  /** Shows another stored state of the same stream if it is newer. */
  offer(document: StreamDocument): void;
  end(): void;
}

/** Shows a stored stream, and its updates from the kernel that feeds it. */
export function followDocument(
  hub: StreamHub,
  document: StreamDocument,
  show: (stream: ReceivedStream, feed: Feed) => void,
): FollowedDocument {
  let newest = receivedFrom(document);
  let feed: Feed = "connecting";
  const end = hub.follow(document, (stream, newFeed) => {
    newest = newestStream(newest, stream);
    feed = newFeed;
    show(newest, feed);
  });
  return {
    name: { session: document.session, id: document.id },
    offer(other) {
      newest = newestStream(receivedFrom(other), newest);
      show(newest, feed);
    },
    end,
  };
}
