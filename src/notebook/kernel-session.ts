import { type Cancel, type Clock, elapsedMs, type Instant } from "../clock/index.ts";
import { type Collected, messageOf, type StreamEvent } from "../events/index.ts";
import {
  type CommMessage,
  type ControlMessage,
  type KernelCapabilities,
  type MimeBundle,
  streamBundle,
  type StreamDocument,
} from "../protocols/index.ts";
import type { Random } from "../stats/index.ts";
import { batcher, type Batcher } from "./batcher.ts";
import { type ShownStream, shownStream } from "./shown-stream.ts";

/** The kernel that this code runs in. Calls do not wait, and messages arrive in order. */
export interface KernelHost {
  readonly capabilities: KernelCapabilities;
  /** Shows a bundle in the current cell; `displayId` identifies it for updates. */
  display(bundle: MimeBundle, displayId: string): void;
  /** Replaces what {@link display} showed, in any cell. */
  updateDisplay(bundle: MimeBundle, displayId: string): void;
  openComm(commId: string, data: CommMessage): void;
  sendComm(commId: string, data: CommMessage): void;
  /** Writes a line to stderr. It appears in the cell that ran last. */
  reportError(line: string): void;
  /** Calls back when the user interrupts the kernel, which then no longer kills it. */
  onInterrupt(callback: () => void): Cancel;
  /** Calls back on uncaught errors, and keeps them from stopping every task of the kernel. */
  onUncaught(callback: (error: unknown) => void): Cancel;
}

/** One life of a kernel: all its streams, one comm, one sequence of messages. */
export interface KernelSession {
  readonly clock: Clock;
  /** Shows a stream in the current cell. Feed its events to the result. */
  open(options: OpenOptions): OpenStream;
  /** Shows a bundle in the current cell. Returns the function that replaces it. */
  display(bundle: MimeBundle): (bundle: MimeBundle) => void;
  /** Executes a viewer's message and acknowledges it, or reports why it cannot. */
  control(message: ControlMessage): void;
  onInterrupt(callback: () => void): Cancel;
}

export interface OpenOptions {
  readonly title?: string | undefined;
  readonly startedAt: Instant;
  /** Called when a viewer or an interrupt ends the stream. */
  readonly stop: (reason: string) => void;
}

export interface OpenStream {
  readonly id: string;
  add(event: StreamEvent): void;
  collected(): Collected;
}

/** Interval between unsolicited keyframes, for viewers that missed something and cannot request one. */
const KEYFRAME_MS = 5_000;

/**
 * How long a cell waits after a display. The Deno kernel reports a cell as done before all of its messages have been
 * sent, and a later cell would get the display.
 */
export const CELL_HOLD_MS = 50;

/** How many ended streams a session keeps, for pages that are reloaded. */
const KEPT_STREAMS = 64;

interface Session {
  readonly id: string;
  readonly commId: string;
  readonly host: KernelHost;
  readonly clock: Clock;
  readonly batch: Batcher;
  readonly streams: Map<string, { readonly shown: ShownStream; readonly displayId: string }>;
  /** How to stop each stream that has not ended. */
  readonly live: Map<string, (reason: string) => void>;
  isOpen: boolean;
  seq: number;
  timer: { readonly cancel: Cancel; readonly at: Instant } | undefined;
  keyframeAt: Instant;
}

export function kernelSession(
  host: KernelHost,
  { clock, random }: { readonly clock: Clock; readonly random: Random },
): KernelSession {
  const sessionId = randomId(random);
  const commId = `millrace-${sessionId}`;
  const session: Session = {
    id: sessionId,
    commId,
    host,
    clock,
    batch: batcher(),
    streams: new Map(),
    live: new Map(),
    isOpen: false,
    seq: 0,
    timer: undefined,
    keyframeAt: clock.now(),
  };
  const { streams, live, batch } = session;
  const interruptListeners = new Set<() => void>();

  host.onInterrupt(() => {
    stopAll(session, "the kernel was interrupted");
    for (const callback of interruptListeners) callback();
  });
  host.onUncaught((error) => {
    const stack = error instanceof Error ? error.stack : undefined;
    host.reportError(`Uncaught in a background task: ${stack ?? messageOf(error)}`);
  });

  return {
    clock,
    open({ title, startedAt, stop }) {
      // The order matters: a front end that shows a stream must know the comm that feeds it.
      if (!session.isOpen) openComm(session);
      const id = `s${streams.size + 1}-${randomId(random)}`;
      const shown = shownStream({ session: sessionId, id, title, startedAt, clock });
      const displayId = `${commId}-${id}`;
      streams.set(id, { shown, displayId });
      live.set(id, stop);
      host.display(streamBundle(shown.document(session.seq)), displayId);
      sendKeyframe(session, [id]);
      return {
        id,
        add(event) {
          const change = shown.add(event);
          batch.add(id, change, clock.now());
          if (event.type === "stream-end") endStream(session, id);
          else if (change.type === "whole") sendWhole(session, id);
          else scheduleBatch(session);
        },
        collected: shown.collected,
      };
    },
    display(bundle) {
      const displayId = `${commId}-${randomId(random)}`;
      host.display(bundle, displayId);
      return (next) => host.updateDisplay(next, displayId);
    },
    control(message) {
      sendBatch(session);
      const problem = execute(session, message);
      host.sendComm(commId, { v: 1, type: "ack", seq: session.seq++, id: message.id, problem });
    },
    onInterrupt(callback) {
      interruptListeners.add(callback);
      return () => interruptListeners.delete(callback);
    },
  };
}

function documents({ streams, seq }: Session, ids: Iterable<string>): StreamDocument[] {
  return Array.from(ids).flatMap((id) => streams.get(id)?.shown.document(seq) ?? []);
}

function openComm(session: Session): void {
  const { host, id, commId, seq: nextSeq } = session;
  const { capabilities } = host;
  session.isOpen = true;
  const streams = documents(session, session.streams.keys());
  host.openComm(commId, { v: 1, type: "open", session: id, capabilities, nextSeq, streams });
}

function sendBatch(session: Session): void {
  const { batch, clock, host, live } = session;
  session.timer?.cancel();
  session.timer = undefined;
  if (batch.deadline === undefined) return;
  const body = batch.take(clock.now());
  const sentAtMs = Math.round(clock.wallMs() * 10) / 10;
  host.sendComm(session.commId, { v: 1, type: "batch", seq: session.seq++, sentAtMs, ...body });
  if (live.size > 0 && elapsedMs(session.keyframeAt, clock.now()) >= KEYFRAME_MS) {
    sendKeyframe(session, live.keys());
  }
}

function sendKeyframe(session: Session, ids: Iterable<string>): void {
  session.keyframeAt = session.clock.now();
  const seq = session.seq++;
  const streams = documents(session, ids);
  session.host.sendComm(session.commId, { v: 1, type: "keyframe", seq, streams });
}

/** Sets one timer for all streams; only an earlier one replaces it. */
function scheduleBatch(session: Session): void {
  const { batch, clock, timer } = session;
  const at = batch.deadline;
  if (at === undefined || (timer !== undefined && timer.at <= at)) return;
  timer?.cancel();
  session.timer = { cancel: clock.callAt(at, () => sendBatch(session)), at };
}

function sendWhole(session: Session, id: string): void {
  sendBatch(session);
  sendKeyframe(session, [id]);
}

function endStream(session: Session, id: string): void {
  const { streams, live, host } = session;
  live.delete(id);
  sendWhole(session, id);
  const entry = streams.get(id);
  if (entry !== undefined) {
    host.updateDisplay(streamBundle(entry.shown.document(session.seq)), entry.displayId);
  }
  const ended = [...streams.keys()].filter((other) => !live.has(other));
  for (const old of ended.slice(0, Math.max(0, ended.length - KEPT_STREAMS))) streams.delete(old);
}

function stopAll({ live }: Session, reason: string): void {
  for (const stop of live.values()) stop(reason);
}

/** Returns why the message cannot be executed; `undefined` if it was. */
function execute(session: Session, { action, stream }: ControlMessage): string | undefined {
  if (action === "open") openComm(session);
  else if (action !== "stop") return `Cannot ${action} as this kernel cannot`;
  else if (stream === undefined) stopAll(session, "stopped");
  else if (session.live.has(stream)) session.live.get(stream)?.("stopped");
  else return `Cannot stop "${stream}" as it has ended`;
  return undefined;
}

/** Returns eight letters and digits: enough to distinguish the streams and sessions of one notebook. */
function randomId(random: Random): string {
  const number = Math.floor(random() * 36 ** 8);
  return number.toString(36).padStart(8, "0");
}
