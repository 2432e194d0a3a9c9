import type { Clock } from "millrace/clock";
import type { ReceivedStream, StreamDocument, StreamReceiver } from "millrace/protocols";

import type { Feed } from "../view/stream-controls.ts";
import type { HubKernel } from "./hub-kernel.ts";
import type { KernelLink } from "./kernel-link.ts";
import type { OtherPages } from "./other-pages.ts";

/** Identifies a stream of all kernels: the session of its kernel, and its id there. */
export type StreamName = Pick<StreamDocument, "session" | "id">;

/** Called at once and on every change, with the newest stream that the page has ever received. */
export type StreamListener = (stream: ReceivedStream | undefined, feed: Feed) => void;

export interface Follower extends StreamName {
  readonly listener: StreamListener;
}

export interface Session {
  readonly receiver: StreamReceiver;
  /** The newest state of each stream, once it was needed; `undefined` after a change. */
  readonly streams: Map<string, ReceivedStream | undefined>;
  /** `undefined` once the kernel has died, or this page has closed its connection. */
  link: KernelLink | undefined;
  isDead: boolean;
}

export interface Hub {
  readonly clock: Clock;
  readonly page: string;
  readonly links: Map<HubKernel, KernelLink>;
  readonly sessions: Map<string, Session>;
  readonly followers: Set<Follower>;
  /** Sessions that no kernel has named, and streams that their session has not. */
  readonly missing: Set<string>;
  readonly watchers: Set<() => void>;
  readonly pages: OtherPages;
  expectedKernels: number;
}

export function keyOf({ session, id }: StreamName): string {
  return `${session} ${id}`;
}

/** Puts the text together only once for all followers. */
export function streamOf({ receiver, streams }: Session, id: string): ReceivedStream | undefined {
  const known = streams.get(id) ?? receiver.stream(id);
  if (known !== undefined) streams.set(id, known);
  return known;
}

export function stateOf(hub: Hub, name: StreamName): [ReceivedStream | undefined, Feed] {
  const known = hub.sessions.get(name.session);
  return [known && streamOf(known, name.id), feedOf(hub, name)];
}

export function feedOf({ sessions, missing }: Hub, name: StreamName): Feed {
  const known = sessions.get(name.session);
  if (known?.isDead === true) return "gone";
  if (known?.link === undefined) return missing.has(name.session) ? "gone" : "connecting";
  const connection = known.link.kernel.connectionStatus;
  if (connection !== "connected") return connection === "connecting" ? "connecting" : "gone";
  if (streamOf(known, name.id) !== undefined) return "live";
  return missing.has(keyOf(name)) ? "gone" : "connecting";
}

/** Whether a kernel may have the session that the page does not know of, or has closed its connection to. */
export function isSought({ sessions, missing }: Hub, { session }: StreamName): boolean {
  const known = sessions.get(session);
  return known?.link === undefined && known?.isDead !== true && !missing.has(session);
}

/** Called when a kernel has named its streams, or is expected no more. */
export function settle(hub: Hub): void {
  noteMissing(hub);
  notify(hub);
}

/** What no kernel has named is gone, once all of them have had their chance. */
export function noteMissing({ expectedKernels, links, sessions, followers, missing }: Hub): void {
  const isSettled =
    expectedKernels === 0 && Array.from(links.values()).every(({ hasAnswered }) => hasAnswered);
  for (const { session, id } of followers) {
    const known = sessions.get(session);
    if (known?.link === undefined) {
      if (isSettled) missing.add(session);
    } else if (known.link.hasAnswered && streamOf(known, id) === undefined) {
      missing.add(keyOf({ session, id }));
    }
  }
}

export function notify(hub: Hub, concerns: (name: StreamName) => boolean = () => true): void {
  for (const follower of hub.followers) {
    if (concerns(follower)) follower.listener(...stateOf(hub, follower));
  }
}

export function reportChange({ watchers }: Hub): void {
  for (const watcher of watchers) watcher();
}
