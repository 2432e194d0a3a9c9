import { type Cancel, type Clock, elapsedMs } from "../clock/index.ts";
import type { Collected, StreamEvent } from "../events/index.ts";
import {
  type CommMessage,
  type ControlMessage,
  type MimeBundle,
  streamBundle,
  type StreamDocument,
} from "../protocols/index.ts";
import type { Random } from "../stats/index.ts";
import { batcher } from "./batcher.ts";
import type { KernelHost } from "./kernel-host.ts";
import { type ShownStream, shownStream } from "./shown-stream.ts";

/** One life of a kernel: all its streams, one comm, one sequence of messages. */
export interface KernelSession {
  readonly clock: Clock;
  /** Shows a stream in the cell that runs now, and gives what it is to be fed. */
  open(options: OpenOptions): OpenStream;
  /** Shows a bundle in the cell that runs now, and gives the function that replaces it. */
  display(bundle: MimeBundle): (bundle: MimeBundle) => void;
  /** What a viewer asks for, as it comes out of a silent execute. Bad messages are refused by ack. */
  control(message: ControlMessage): void;
  /** Calls back when the user interrupts the kernel. */
  onInterrupt(callback: () => void): Cancel;
}

export interface OpenOptions {
  readonly title: string | undefined;
  readonly startedAt: ReturnType<Clock["now"]>;
  /** Called when a viewer, or an interrupt, asks for the end. */
  readonly stop: (reason: string) => void;
}

export interface OpenStream {
  readonly id: string;
  add(event: StreamEvent): void;
  collected(): Collected;
}

/** So often a viewer that missed something is cured even if it could not ask. */
const KEYFRAME_MS = 5_000;

/** How many ended streams a session still knows, for pages that are reloaded. */
const KEPT_STREAMS = 64;

export function kernelSession(
  host: KernelHost,
  { clock, random }: { readonly clock: Clock; readonly random: Random },
): KernelSession {
  const session = nameFrom(random);
  const commId = `millrace-${session}`;
  const batch = batcher();
  const kept = new Map<string, { readonly shown: ShownStream; readonly displayId: string }>();
  const live = new Map<string, (reason: string) => void>();
  const interrupted = new Set<() => void>();
  let seq = 0;
  let opened = false;
  let sending: { readonly cancel: Cancel; readonly at: number } | undefined;
  let keyframeAt = clock.now();

  const documents = (ids: Iterable<string>): StreamDocument[] =>
    [...ids].flatMap((id) => kept.get(id)?.shown.document(seq) ?? []);

  function openComm(): void {
    opened = true;
    const open: CommMessage = {
      v: 1,
      type: "open",
      session,
      capabilities: host.capabilities,
      nextSeq: seq,
      streams: documents(kept.keys()),
    };
    host.openComm(commId, open);
  }

  function sendBatch(): void {
    sending?.cancel();
    sending = undefined;
    if (batch.deadline === undefined) return;
    const body = batch.take(clock.now());
    const sentAtMs = Math.round(clock.wallMs() * 10) / 10;
    host.sendComm(commId, { v: 1, type: "batch", seq: seq++, sentAtMs, ...body });
    if (live.size > 0 && elapsedMs(keyframeAt, clock.now()) >= KEYFRAME_MS)
      sendKeyframe(live.keys());
  }

  function sendKeyframe(ids: Iterable<string>): void {
    keyframeAt = clock.now();
    const number = seq++;
    host.sendComm(commId, { v: 1, type: "keyframe", seq: number, streams: documents(ids) });
  }

  /** One timer for all streams, set anew only when something more urgent has come in. */
  function arm(): void {
    const { deadline } = batch;
    if (deadline === undefined || (sending !== undefined && sending.at <= deadline)) return;
    sending?.cancel();
    sending = { cancel: clock.callAt(deadline, sendBatch), at: deadline };
  }

  function end(id: string): void {
    live.delete(id);
    sendBatch();
    sendKeyframe([id]);
    const entry = kept.get(id);
    if (entry !== undefined) {
      host.updateDisplay(streamBundle(entry.shown.document(seq)), entry.displayId);
    }
    const ended = [...kept.keys()].filter((other) => !live.has(other));
    for (const old of ended.slice(0, Math.max(0, ended.length - KEPT_STREAMS))) kept.delete(old);
  }

  function stopAll(reason: string): void {
    for (const stop of live.values()) stop(reason);
  }

  function carryOut({ action, stream }: ControlMessage): string | undefined {
    if (action === "open") {
      openComm();
      return undefined;
    }
    if (stream === undefined) {
      stopAll("stopped");
      return undefined;
    }
    const stop = live.get(stream);
    if (stop === undefined) return `Cannot stop "${stream}" as it has ended`;
    stop("stopped");
    return undefined;
  }

  host.onInterrupt(() => {
    stopAll("the kernel was interrupted");
    for (const callback of interrupted) callback();
  });
  host.onUncaught((error) => {
    const word = error instanceof Error ? (error.stack ?? error.message) : String(error);
    host.complain(`Uncaught in a background task: ${word}`);
  });

  return {
    clock,
    open({ title, startedAt, stop }) {
      // The order matters: a front end that is shown a stream must know the comm that feeds it.
      if (!opened) openComm();
      const id = `s${kept.size + 1}-${nameFrom(random)}`;
      const shown = shownStream({ session, id, title, startedAt, clock });
      const displayId = `${commId}-${id}`;
      kept.set(id, { shown, displayId });
      live.set(id, stop);
      host.display(streamBundle(shown.document(seq)), displayId);
      sendKeyframe([id]);
      return {
        id,
        add(event) {
          batch.add(id, shown.add(event), clock.now());
          if (event.type === "stream-end") end(id);
          else arm();
        },
        collected: shown.collected,
      };
    },
    display(bundle) {
      const displayId = `${commId}-${nameFrom(random)}`;
      host.display(bundle, displayId);
      return (next) => host.updateDisplay(next, displayId);
    },
    control(message) {
      sendBatch();
      const problem = carryOut(message);
      host.sendComm(commId, { v: 1, type: "ack", seq: seq++, id: message.id, problem });
    },
    onInterrupt(callback) {
      interrupted.add(callback);
      return () => interrupted.delete(callback);
    },
  };
}

/** Eight letters and digits: enough to tell the streams and sessions of one notebook apart. */
function nameFrom(random: Random): string {
  return Math.floor(random() * 36 ** 8)
    .toString(36)
    .padStart(8, "0");
}
