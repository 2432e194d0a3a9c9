import type { StreamControls } from "../view/stream-controls.ts";
import { controlsOf } from "./controls-of.ts";
import { feedOf, type Hub, keyOf, type StreamName, streamOf } from "./hub-state.ts";

/** What can be done to a stream now. */
export function controls(hub: Hub, name: StreamName): StreamControls {
  const known = hub.sessions.get(name.session);
  const stream = known && streamOf(known, name.id);
  const { link, receiver } = known ?? {};
  const capabilities = receiver?.capabilities;
  if (link === undefined || stream === undefined || capabilities === undefined) return {};
  return feedOf(hub, name) === "live" ? controlsOf(stream, link, capabilities) : {};
}

/** Ends a stream whose last output was removed, unless it is shown elsewhere. */
export function release(hub: Hub, name: StreamName, kernelId: string | undefined): void {
  const known = hub.sessions.get(name.session);
  const stream = known && streamOf(known, name.id);
  if (known?.link === undefined || stream === undefined || stream.state === "ended") return;
  const { link, receiver } = known;
  if (link.kernel.id !== kernelId) return;
  const isShown = () => Array.from(hub.followers).some((other) => keyOf(other) === keyOf(name));
  const action = receiver.capabilities?.actions.includes("release") === true ? "release" : "stop";
  void hub.pages.isShownElsewhere(keyOf(name)).then(async (isElsewhere) => {
    if (isElsewhere || isShown()) return;
    // The stream may have ended meanwhile, and there is no pane to say so.
    await link.send({ session: name.session, action, stream: name.id }).catch(() => undefined);
  });
}

/** The streams of a kernel that have not ended and that this page does not show. */
export function unattended(hub: Hub, kernelId: string): StreamName[] {
  const attended = new Set(Array.from(hub.followers, keyOf));
  return [...hub.sessions].flatMap(([session, known]) => {
    if (known.link?.kernel.id !== kernelId) return [];
    return Array.from(known.streams.keys(), (id) => ({ session, id })).filter(
      (name) => !attended.has(keyOf(name)) && streamOf(known, name.id)?.state !== "ended",
    );
  });
}
