import type { Cancel, Clock } from "../clock/index.ts";
import { type Collected, messageOf, type StreamEvent } from "../events/index.ts";
import {
  type ControlMessage,
  documentOf,
  type MimeBundle,
  type ReceivedStream,
  type StreamDocument,
} from "../protocols/index.ts";
import type { Random } from "../stats/index.ts";
import { redactSecrets } from "../text/index.ts";
import { batcher } from "./batcher.ts";
import { execute, stopAll } from "./control-stream.ts";
import type { KernelHost } from "./kernel-host.ts";
import { liveUpdates, recentPart } from "./live-updates.ts";
import { loopWatch } from "./loop-watch.ts";
import {
  type Display,
  type Entry,
  type FeedControl,
  openComm,
  scheduleBatch,
  sendBatch,
  sendKeyframe,
  sendWhole,
  type CommSession,
  statusOf,
} from "./session-comm.ts";
import { shownStream } from "./shown-stream.ts";
import type { FeedTarget } from "./stream-feed.ts";
import { bundleWithoutSecrets, type SecretSource } from "./without-secrets.ts";

/** One life of a kernel: all its streams, one comm, one sequence of messages. */
export interface KernelSession {
  readonly clock: Clock;
  readonly random: Random;
  readonly secrets: SecretSource;
  /** Shows streams in the current cell. Feed their events to the results, which are in the same order. */
  open(request: OpenRequest): readonly OpenStream[];
  /** Shows a bundle in the current cell. Returns the function that replaces it. */
  display(bundle: MimeBundle): (bundle: MimeBundle) => void;
  /** Executes a viewer's message and acknowledges it, or reports why it cannot. */
  control(message: ControlMessage): void;
  /** Whether an interrupt ends something. */
  isBusy(): boolean;
  /** Whether the session keeps this stream. */
  has(stream: string): boolean;
  onInterrupt(callback: () => void): Cancel;
}

/** What one display shows. */
export interface OpenRequest {
  readonly streams: readonly { readonly title?: string | undefined; readonly feed: FeedControl }[];
  bundle(documents: readonly StreamDocument[]): MimeBundle;
}

/** A stream in a cell. */
export interface OpenStream extends FeedTarget {
  readonly id: string;
  document(): StreamDocument;
}

/**
 * How long a cell waits after a display. The Deno kernel reports a cell as done before all of its messages have been
 * sent, and a later cell would get the display.
 */
export const CELL_HOLD_MS = 50;

const NOTHING_TO_STOP =
  "Interrupted: no stream or benchmark is running. Restart the kernel to end other code";

/** How many ended streams a session keeps, for pages that are reloaded. */
const KEPT_STREAMS = 64;

export interface SessionOptions {
  readonly clock: Clock;
  readonly random: Random;
  /** What must not be shown or stored. @defaultValue Nothing. */
  readonly secrets?: SecretSource | undefined;
  /** Whether an interrupt ends something of another session, or another one reports. @defaultValue Never. */
  readonly hasBusyPeer?: (() => boolean) | undefined;
}

export function kernelSession(
  host: KernelHost,
  { clock, random, secrets = () => [], hasBusyPeer = () => false }: SessionOptions,
): KernelSession {
  const session = commSession(host, clock, randomId(random));
  const interruptListeners = new Set<() => void>();
  const isBusy = () =>
    interruptListeners.size > 0 || [...session.streams.values()].some(({ isLive }) => isLive);
  host.onInterrupt(() => {
    // Otherwise ■ does nothing, without a word: other code in a cell cannot be interrupted.
    if (!isBusy() && !hasBusyPeer()) host.reportError(NOTHING_TO_STOP);
    stopAll(session, "the kernel was interrupted");
    for (const callback of interruptListeners) callback();
  });
  host.onUncaught((error) => {
    const stack = error instanceof Error ? error.stack : undefined;
    const line = `Uncaught in a background task: ${stack ?? messageOf(error)}`;
    host.reportError(redactSecrets(line, secrets()));
  });

  return {
    clock,
    random,
    secrets,
    open: (request) => openDisplay(session, request, random),
    display(bundle) {
      const displayId = `${session.commId}-${randomId(random)}`;
      host.display(bundleWithoutSecrets(bundle, secrets()), displayId);
      return (next) => host.updateDisplay(bundleWithoutSecrets(next, secrets()), displayId);
    },
    control(message) {
      sendBatch(session);
      const problem = execute(session, message);
      const seq = session.seq++;
      host.sendComm(session.commId, { v: 1, type: "ack", seq, id: message.id, problem });
    },
    isBusy,
    has: (stream) => session.streams.has(stream),
    onInterrupt(callback) {
      interruptListeners.add(callback);
      return () => interruptListeners.delete(callback);
    },
  };
}

function commSession(host: KernelHost, clock: Clock, id: string): CommSession {
  const session: CommSession = {
    id,
    commId: `millrace-${id}`,
    host,
    clock,
    batch: batcher(),
    streams: new Map(),
    displays: new Map(),
    updates: liveUpdates<Display>(clock, (display) => updateDisplay(session, display, recentPart)),
    watch: loopWatch(clock, (since, lagMs) => {
      for (const { isLive, shown } of session.streams.values()) {
        if (isLive) shown.noteBlock(since, lagMs);
      }
    }),
    isOpen: false,
    seq: 0,
    timer: undefined,
    keyframeAt: clock.now(),
  };
  if (host.hasViewer) session.updates.stop();
  return session;
}

function openDisplay(
  session: CommSession,
  { streams, bundle }: OpenRequest,
  random: Random,
): readonly OpenStream[] {
  const { clock, host, id: sessionId } = session;
  // The order matters: a front end that shows a stream must know the comm that feeds it.
  if (!session.isOpen) openComm(session);
  const entries = streams.map(({ title, feed }): Entry => {
    const id = `s${session.streams.size + 1}-${randomId(random)}`;
    const { startedAt, prompt, canRetry } = feed;
    const names = { session: sessionId, id, title, prompt, canRetry };
    const shown = shownStream({ ...names, startedAt, clock });
    const entry = { id, shown, feed, sentStatus: "", isLive: true };
    session.streams.set(id, entry);
    return entry;
  });
  const id = `${session.commId}-${entries[0]?.id ?? randomId(random)}`;
  const display: Display = { id, openedAt: clock.now(), streams: entries, bundle };
  for (const entry of entries) session.displays.set(entry, display);
  session.watch.start();
  host.display(bundle(entries.map(({ shown }) => documentOf(shown.document(session.seq)))), id);
  sendKeyframe(session, entries);
  return entries.map((entry) => openStream(session, entry));
}

function openStream(session: CommSession, entry: Entry): OpenStream {
  const { id, shown } = entry;
  return {
    id,
    add(event) {
      addEvent(session, entry, event);
    },
    restart(startedAt) {
      shown.restart(startedAt);
      entry.isLive = true;
      session.watch.start();
      sendWhole(session, entry);
    },
    collected: (): Collected => shown.collected(),
    document: () => documentOf(shown.document(session.seq)),
  };
}

function addEvent(session: CommSession, entry: Entry, event: StreamEvent): void {
  const { batch, clock } = session;
  const change = entry.shown.add(event);
  if (event.type === "stream-end") {
    endStream(session, entry);
    return;
  }
  if (change.type === "whole") sendWhole(session, entry);
  else {
    const isChanged = change.type === "status" && statusOf(entry) !== entry.sentStatus;
    if (change.type !== "status" || isChanged) batch.add(entry.id, change, clock.now());
    scheduleBatch(session);
  }
  const display = session.displays.get(entry);
  if (display !== undefined) session.updates.changed(display);
}

function endStream(session: CommSession, entry: Entry): void {
  entry.isLive = false;
  sendWhole(session, entry);
  const { streams, displays, updates, watch } = session;
  const display = displays.get(entry);
  if (display?.streams.every(({ isLive }) => !isLive) === true) {
    updates.ended(display);
    updateDisplay(session, display, documentOf);
  }
  const ended = [...streams.values()].filter(({ isLive }) => !isLive);
  if (ended.length === streams.size) watch.stop();
  for (const old of ended.slice(0, Math.max(0, ended.length - KEPT_STREAMS))) {
    streams.delete(old.id);
    displays.delete(old);
  }
}

function updateDisplay(
  { host, seq }: CommSession,
  display: Display,
  form: (stream: ReceivedStream) => StreamDocument,
): void {
  const documents = display.streams.map(({ shown }) => form(shown.document(seq)));
  host.updateDisplay(display.bundle(documents), display.id);
}

/** Returns eight letters and digits: enough to distinguish the streams and sessions of one notebook. */
function randomId(random: Random): string {
  const number = Math.floor(random() * 36 ** 8);
  return number.toString(36).padStart(8, "0");
}
