import { type Clock, instantAfter, systemClock } from "millrace/clock";
import { COMM_TARGET, readCommMessage, streamReceiver } from "millrace/protocols";
import { systemRandom } from "millrace/stats";

import type { StreamControls } from "../view/stream-controls.ts";
import { controls, release, unattended } from "./attendance.ts";
import type { HubKernel } from "./hub-kernel.ts";
import {
  type Follower,
  type Hub,
  isSought,
  keyOf,
  noteMissing,
  notify,
  reportChange,
  settle,
  stateOf,
  type StreamListener,
  type StreamName,
  streamOf,
} from "./hub-state.ts";
import { kernelLink } from "./kernel-link.ts";
import { otherPages, type OtherPages } from "./other-pages.ts";

export type { StreamName } from "./hub-state.ts";

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
  /** Called when a kernel has died or is restarted, or its connection is closed: its streams stay as they are. */
  detach(kernel: HubKernel, why: "dead" | "closed"): void;
  /** Called when a kernel has become busy or idle, or has lost its connection: its streams may have other controls. */
  refresh(kernel: HubKernel): void;
  /** Called when a lost connection is there again: requests what was missed. */
  catchUp(kernel: HubKernel): void;
  /** Until the result is called, an unknown stream may belong to a kernel that is being connected. */
  expectKernel(): () => void;
  follow(name: StreamName, listener: StreamListener): () => void;
  /** What can be done to a stream now. */
  controls(name: StreamName): StreamControls;
  /**
   * Ends a stream because its last output was removed. Does nothing if it is shown elsewhere: on this page, or on another
   * page of this browser. A document can release only streams of the kernel it is connected to: a forged one may name any stream.
   */
  release(name: StreamName, kernelId: string | undefined): void;
  /** The streams of a kernel that have not ended and that this page does not show. */
  unattended(kernelId: string): StreamName[];
  /** Calls back when {@link unattended} may have changed. */
  onChange(listener: () => void): () => void;
}

/** How long a document may wait for a kernel before its streams count as gone. */
const NO_KERNEL_MS = 20_000;

/** A kernel names a stream right after it has shown it. When it has not by now, the message was lost. */
const LATE_MS = 1_000;

/** How many sessions without followers are kept, for a pane that comes back by undo. */
const KEPT_SESSIONS = 8;

export interface StreamHubOptions {
  readonly clock?: Clock | undefined;
  readonly pages?: OtherPages | undefined;
}

export function streamHub({ clock = systemClock(), pages }: StreamHubOptions = {}): StreamHub {
  const followers = new Set<Follower>();
  const isShown = (key: string) => Array.from(followers, keyOf).includes(key);
  const hub: Hub = {
    clock,
    page: systemRandom()().toString(36).slice(2),
    links: new Map(),
    sessions: new Map(),
    followers,
    missing: new Set(),
    watchers: new Set(),
    pages: pages ?? otherPages(isShown, clock),
    expectedKernels: 0,
  };
  return {
    attach: (kernel) => attach(hub, kernel),
    detach: (kernel, why) => detach(hub, kernel, why === "dead"),
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
    controls: (name) => controls(hub, name),
    release: (name, kernelId) => release(hub, name, kernelId),
    unattended: (kernelId) => unattended(hub, kernelId),
    onChange(listener) {
      hub.watchers.add(listener);
      return () => hub.watchers.delete(listener);
    },
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
    const { receiver, streams } = hub.sessions.get(session) ?? {
      receiver: streamReceiver(),
      streams: new Map(),
    };
    hub.sessions.set(session, { receiver, streams, link, isDead: false });
    hub.missing.delete(session);
    comm.onMsg = ({ content }) => receive(hub, session, content.data);
    receive(hub, session, open.content.data);
  });
  // This may be a new connection to a kernel whose connection was closed with its document.
  for (const [session, known] of hub.sessions) {
    if (known.link === undefined) hub.missing.delete(session);
  }
  // A page that was reloaded shows its streams before it knows their kernel.
  const isNeeded = ({ session }: Follower) => hub.sessions.get(session)?.link === undefined;
  if (Array.from(hub.followers).some(isNeeded)) link.requestStreams();
}

function detach(hub: Hub, kernel: HubKernel, isDead: boolean): void {
  const link = hub.links.get(kernel);
  if (link === undefined) return;
  hub.links.delete(kernel);
  for (const session of hub.sessions.values()) {
    if (session.link !== link) continue;
    session.link = undefined;
    session.isDead = isDead;
  }
  forgetOldSessions(hub);
  seek(hub);
  notify(hub);
  reportChange(hub);
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
  seek(hub);
  if (known?.link !== undefined && streamOf(known, id) === undefined) {
    hub.clock.callAt(instantAfter(hub.clock.now(), LATE_MS), () => {
      if (streamOf(known, id) === undefined) known.link?.requestStreams();
    });
  }
  listener(...stateOf(hub, follower));
  reportChange(hub);
  return () => {
    hub.followers.delete(follower);
    reportChange(hub);
  };
}

/** After a reload the page knows no comm and cannot request a list, so the kernels open their comms again. */
function seek(hub: Hub): void {
  if (!Array.from(hub.followers).some((follower) => isSought(hub, follower))) return;
  for (const link of hub.links.values()) link.requestStreams();
  noteMissing(hub);
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
    for (const id of changed) {
      hub.missing.delete(keyOf({ session, id }));
      known.streams.set(id, undefined);
    }
    notify(hub, (follower) => follower.session === session && changed.includes(follower.id));
  }
  if (lost) link.requestStreams();
  if (message.type !== "batch") reportChange(hub);
}

function forgetOldSessions({ sessions, followers }: Hub): void {
  const followed = new Set(Array.from(followers, ({ session }) => session));
  const idle = [...sessions].filter(([id, { link }]) => link === undefined && !followed.has(id));
  for (const [id] of idle.slice(0, Math.max(0, idle.length - KEPT_SESSIONS))) sessions.delete(id);
}
