import { type Clock, instantAfter, systemClock } from "millrace/clock";
import {
  COMM_TARGET,
  readCommMessage,
  type ReceivedStream,
  type StreamDocument,
  streamReceiver,
  type StreamReceiver,
} from "millrace/protocols";
import { systemRandom } from "millrace/stats";

import type { Feed, StreamControls } from "../view/stream-controls.ts";
import type { HubKernel } from "./hub-kernel.ts";
import { kernelLink, type KernelLink } from "./kernel-link.ts";

/** Identifies a stream of all kernels: the session of its kernel, and its id there. */
export type StreamName = Pick<StreamDocument, "session" | "id">;

/** Called at once and on every change, with the newest stream that the page has ever received. */
export type StreamListener = (stream: ReceivedStream | undefined, feed: Feed) => void;

/**
 * All streams of all kernels of the page.
 *
 * Laws, checked by `test/labextension/stream-hub.test.ts`:
 * 1. What a listener has been given is never replaced by something older.
 * 2. No stream is `gone` before the kernels have had their chance to name it.
 */
export interface StreamHub {
  /** Listens for the streams of a kernel. Does nothing for a connection it listens to already. */
  attach(kernel: HubKernel): void;
  /** Called when a kernel has died or is restarted: its streams stay as they are. */
  detach(kernel: HubKernel): void;
  /** Called when a kernel has become busy or idle, or has lost its connection: its streams may have other controls. */
  refresh(kernel: HubKernel): void;
  /** Called when a lost connection is there again: requests what was missed. */
  catchUp(kernel: HubKernel): void;
  /** Until the result is called, an unknown stream may belong to a kernel that is being connected. */
  expectKernel(): () => void;
  follow(name: StreamName, listener: StreamListener): () => void;
  /** What can be done to a stream now. */
  controls(name: StreamName): StreamControls;
}

/** How long a document may wait for a kernel before its streams count as gone. */
const NO_KERNEL_MS = 20_000;

/** A kernel names a stream right after it has shown it. When it has not by now, the message was lost. */
const LATE_MS = 1_000;

/** How many sessions without followers are kept, for a pane that comes back by undo. */
const KEPT_SESSIONS = 8;

interface Follower extends StreamName {
  readonly listener: StreamListener;
}

interface Session {
  readonly receiver: StreamReceiver;
  /** `undefined` once the kernel has gone. */
  link: KernelLink | undefined;
}

interface Hub {
  readonly clock: Clock;
  readonly page: string;
  readonly links: Map<HubKernel, KernelLink>;
  readonly sessions: Map<string, Session>;
  readonly followers: Set<Follower>;
  /** Sessions that no kernel has named, and streams that their session has not. */
  readonly missing: Set<string>;
  expectedKernels: number;
}

export function streamHub(clock: Clock = systemClock()): StreamHub {
  const page = systemRandom()().toString(36).slice(2);
  const hub: Hub = {
    clock,
    page,
    links: new Map(),
    sessions: new Map(),
    followers: new Set(),
    missing: new Set(),
    expectedKernels: 0,
  };
  return {
    attach: (kernel) => attach(hub, kernel),
    detach: (kernel) => detach(hub, kernel),
    refresh: (kernel) => refresh(hub, kernel),
    catchUp(kernel) {
      const link = hub.links.get(kernel);
      if (link === undefined) return;
      if (Array.from(hub.sessions.values()).some((known) => known.link === link)) {
        link.requestStreams();
      }
      refresh(hub, kernel);
    },
    expectKernel: () => expectKernel(hub),
    follow: (name, listener) => follow(hub, { ...name, listener }),
    controls: (name) => controlsOf(hub, name),
  };
}

function attach(hub: Hub, kernel: HubKernel): void {
  if (hub.links.has(kernel)) return;
  const link = kernelLink(kernel, {
    clock: hub.clock,
    page: hub.page,
    onAnswer: () => settle(hub),
  });
  hub.links.set(kernel, link);
  kernel.registerCommTarget(COMM_TARGET, (comm, open) => {
    const message = readCommMessage(open.content.data);
    if (message?.type !== "open") return;
    const { session } = message;
    const receiver = hub.sessions.get(session)?.receiver ?? streamReceiver();
    hub.sessions.set(session, { receiver, link });
    comm.onMsg = ({ content }) => receive(hub, session, content.data);
    receive(hub, session, open.content.data);
  });
  // A page that was reloaded shows its streams before it knows their kernel.
  if (Array.from(hub.followers).some(({ session }) => !hub.sessions.has(session))) {
    link.requestStreams();
  }
}

function detach(hub: Hub, kernel: HubKernel): void {
  const link = hub.links.get(kernel);
  if (link === undefined) return;
  hub.links.delete(kernel);
  for (const session of hub.sessions.values()) {
    if (session.link === link) session.link = undefined;
  }
  forgetOldSessions(hub);
  notify(hub);
}

function refresh(hub: Hub, kernel: HubKernel): void {
  const link = hub.links.get(kernel);
  if (link === undefined) return;
  notify(hub, ({ session }) => hub.sessions.get(session)?.link === link);
}

function expectKernel(hub: Hub): () => void {
  hub.expectedKernels++;
  let isExpected = true;
  const end = () => {
    if (!isExpected) return;
    isExpected = false;
    cancel();
    hub.expectedKernels--;
    settle(hub);
  };
  const cancel = hub.clock.callAt(instantAfter(hub.clock.now(), NO_KERNEL_MS), end);
  return end;
}

function follow(hub: Hub, follower: Follower): () => void {
  const { session, id, listener } = follower;
  hub.followers.add(follower);
  const known = hub.sessions.get(session);
  if (known === undefined && !hub.missing.has(session)) {
    // After a reload the page knows no comm and cannot request a list, so the kernels open their comms again.
    for (const link of hub.links.values()) link.requestStreams();
    noteMissing(hub);
  } else if (known !== undefined && known.receiver.stream(id) === undefined) {
    hub.clock.callAt(instantAfter(hub.clock.now(), LATE_MS), () => {
      if (known.receiver.stream(id) === undefined) known.link?.requestStreams();
    });
  }
  listener(...stateOf(hub, follower));
  return () => hub.followers.delete(follower);
}

function receive(hub: Hub, session: string, data: unknown): void {
  const message = readCommMessage(data);
  const known = hub.sessions.get(session);
  // What a dead kernel has sent before is still on its way for a moment.
  if (message === undefined || known?.link === undefined) return;
  const { receiver, link } = known;
  const { changed, lost } = receiver.receive(message);
  if (message.type === "ack") link.acknowledge(session, message);
  if (changed.length > 0) {
    for (const id of changed) hub.missing.delete(keyOf({ session, id }));
    notify(hub, (follower) => follower.session === session && changed.includes(follower.id));
  }
  if (lost) link.requestStreams();
}

function stateOf(hub: Hub, name: StreamName): [ReceivedStream | undefined, Feed] {
  const stream = hub.sessions.get(name.session)?.receiver.stream(name.id);
  return [stream, feedOf(hub, name)];
}

function feedOf({ sessions, missing }: Hub, name: StreamName): Feed {
  const known = sessions.get(name.session);
  if (known === undefined) return missing.has(name.session) ? "gone" : "connecting";
  const connection = known.link?.kernel.connectionStatus ?? "disconnected";
  if (connection !== "connected") return connection === "connecting" ? "connecting" : "gone";
  if (known.receiver.stream(name.id) !== undefined) return "live";
  return missing.has(keyOf(name)) ? "gone" : "connecting";
}

/** Called when a kernel has named its streams, or is expected no more. */
function settle(hub: Hub): void {
  noteMissing(hub);
  notify(hub);
}

/** What no kernel has named is gone, once all of them have had their chance. */
function noteMissing({ expectedKernels, links, sessions, followers, missing }: Hub): void {
  const isSettled =
    expectedKernels === 0 && Array.from(links.values()).every(({ hasAnswered }) => hasAnswered);
  for (const { session, id } of followers) {
    const known = sessions.get(session);
    if (known === undefined) {
      if (isSettled) missing.add(session);
    } else if (known.link?.hasAnswered === true && known.receiver.stream(id) === undefined) {
      missing.add(keyOf({ session, id }));
    }
  }
}

function notify(hub: Hub, concerns: (name: StreamName) => boolean = () => true): void {
  for (const follower of hub.followers) {
    if (concerns(follower)) follower.listener(...stateOf(hub, follower));
  }
}

function forgetOldSessions({ sessions, followers }: Hub): void {
  const followed = new Set(Array.from(followers, ({ session }) => session));
  const idle = [...sessions].filter(([id, { link }]) => link === undefined && !followed.has(id));
  for (const [id] of idle.slice(0, Math.max(0, idle.length - KEPT_SESSIONS))) sessions.delete(id);
}

function controlsOf(hub: Hub, { session, id }: StreamName): StreamControls {
  const known = hub.sessions.get(session);
  if (known?.link === undefined || feedOf(hub, { session, id }) !== "live") return {};
  const { link, receiver } = known;
  const { capabilities } = receiver;
  // A silent execute waits while a cell runs. An interrupt does not, and in some kernels only stops streams.
  const isBusy = capabilities?.control === "execute" && link.kernel.status === "busy";
  if (isBusy && capabilities.sigint) return { stop: () => link.kernel.interrupt(), stopsAll: true };
  return { stop: () => link.send({ session, action: "stop", stream: id }) };
}

function keyOf({ session, id }: StreamName): string {
  return `${session} ${id}`;
}
