import { messageOf } from "../events/index.ts";
import type { ControlMessage } from "../protocols/index.ts";
import { type Entry, openComm, scheduleBatch, type CommSession } from "./session-comm.ts";

/** Ends all streams that have not ended. */
export function stopAll({ streams }: CommSession, reason: string): void {
  for (const { isLive, feed } of streams.values()) if (isLive) feed.stop(reason);
}

/** Does what a viewer requests. Returns why it is not possible; `undefined` if it was done. */
export function execute(
  session: CommSession,
  { action, stream }: ControlMessage,
): string | undefined {
  try {
    if (action === "open") openComm(session);
    else if (action === "view") session.updates.stop();
    else if (stream !== undefined) return onStream(session, { action, stream });
    else if (action === "stop") stopAll(session, "stopped");
    else return `Cannot ${action} as it needs a stream: current value is undefined`;
  } catch (error) {
    return messageOf(error);
  }
  return undefined;
}

type StreamAction = Exclude<ControlMessage["action"], "open" | "view">;

function onStream(
  session: CommSession,
  { action, stream }: { readonly action: StreamAction; readonly stream: string },
): string | undefined {
  const entry = session.streams.get(stream);
  if (action === "retry") return retry(stream, entry);
  if (entry?.isLive !== true) {
    // A view may go because its stream has ended.
    return action === "release" ? undefined : `Cannot ${action} "${stream}" as it has ended`;
  }
  const { feed, shown } = entry;
  switch (action) {
    case "stop":
      feed.stop("stopped");
      break;
    case "release":
      feed.stop("its output was removed");
      break;
    case "pause":
    case "resume":
      if (action === "pause") feed.pause();
      else feed.resume();
      shown.setPaused(action === "pause");
      session.batch.add(stream, { type: "status" }, session.clock.now());
      scheduleBatch(session);
  }
  return undefined;
}

function retry(stream: string, entry: Entry | undefined): string | undefined {
  if (entry === undefined) return `Cannot retry "${stream}" as the kernel no longer keeps it`;
  if (entry.isLive) return `Cannot retry "${stream}" as it has not ended`;
  if (!entry.feed.canRetry) {
    return `Cannot retry "${stream}" as it was not requested by stream(): run its cell again`;
  }
  entry.feed.retry();
  return undefined;
}
