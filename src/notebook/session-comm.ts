import { type Cancel, type Clock, elapsedMs, type Instant } from "../clock/index.ts";
import {
  documentOf,
  type MimeBundle,
  type StatusPatch,
  type StreamDocument,
} from "../protocols/index.ts";
import type { Batcher } from "./batcher.ts";
import type { KernelHost } from "./kernel-host.ts";
import type { LiveUpdates } from "./live-updates.ts";
import type { LoopWatch } from "./loop-watch.ts";
import type { ShownStream } from "./shown-stream.ts";
import type { StreamFeed } from "./stream-feed.ts";

/** What the session knows of a feed. */
export type FeedControl = Omit<StreamFeed, "done" | "start">;

/** One output of a cell. */
export interface Display {
  readonly id: string;
  readonly openedAt: Instant;
  readonly streams: readonly Entry[];
  bundle(documents: readonly StreamDocument[]): MimeBundle;
}

/** A stream of the session. */
export interface Entry {
  readonly id: string;
  readonly shown: ShownStream;
  readonly feed: FeedControl;
  /** The status that viewers have. */
  sentStatus: string;
  isLive: boolean;
}

/** What a session knows. Its comm is one sequence of numbered messages. */
export interface CommSession {
  readonly id: string;
  readonly commId: string;
  readonly host: KernelHost;
  readonly clock: Clock;
  readonly batch: Batcher;
  readonly streams: Map<string, Entry>;
  readonly displays: Map<Entry, Display>;
  readonly updates: LiveUpdates<Display>;
  readonly watch: LoopWatch;
  isOpen: boolean;
  seq: number;
  timer: { readonly cancel: Cancel; readonly at: Instant } | undefined;
  keyframeAt: Instant;
}

/** Interval between unsolicited keyframes, for viewers that missed something and cannot request one. */
const KEYFRAME_MS = 5_000;

/** Sends a stream as it is, in place of its changes since the last batch. */
export function sendWhole(session: CommSession, entry: Entry): void {
  session.batch.drop(entry.id);
  sendBatch(session);
  sendKeyframe(session, [entry]);
}

/** Sends `comm_open` with all streams. */
export function openComm(session: CommSession): void {
  const { host, id, commId, seq: nextSeq } = session;
  const { capabilities } = host;
  session.isOpen = true;
  const streams = documents(session, session.streams.values());
  host.openComm(commId, { v: 1, type: "open", session: id, capabilities, nextSeq, streams });
}

export function sendKeyframe(session: CommSession, entries: Iterable<Entry>): void {
  session.keyframeAt = session.clock.now();
  const seq = session.seq++;
  const streams = documents(session, entries);
  session.host.sendComm(session.commId, { v: 1, type: "keyframe", seq, streams });
}

function documents({ seq }: CommSession, entries: Iterable<Entry>): readonly StreamDocument[] {
  return Array.from(entries, (entry) => {
    entry.sentStatus = statusOf(entry);
    return documentOf(entry.shown.document(seq));
  });
}

export function sendBatch(session: CommSession): void {
  const { batch, clock, host, streams } = session;
  session.timer?.cancel();
  session.timer = undefined;
  if (batch.deadline === undefined) return;
  const { s, ev, changed } = batch.take(clock.now());
  const st = statusPatches(session, { changed, ev: new Set(ev.map(([id]) => id)) });
  const sentAtMs = Math.round(clock.wallMs() * 10) / 10;
  const seq = session.seq++;
  host.sendComm(session.commId, { v: 1, type: "batch", seq, sentAtMs, s, ev, st });
  const live = [...streams.values()].filter(({ isLive }) => isLive);
  if (live.length > 0 && elapsedMs(session.keyframeAt, clock.now()) >= KEYFRAME_MS) {
    sendKeyframe(session, live);
  }
}

/**
 * The status of streams for which it changed, or for which viewers may derive another one: they apply events after text,
 * in whichever order they happened.
 */
function statusPatches(
  { streams }: CommSession,
  { changed, ev }: { readonly changed: ReadonlySet<string>; readonly ev: ReadonlySet<string> },
): StatusPatch[] {
  return [...changed].flatMap((id): StatusPatch[] => {
    const entry = streams.get(id);
    if (entry === undefined) return [];
    const status = statusOf(entry);
    if (status === entry.sentStatus && !ev.has(id)) return [];
    entry.sentStatus = status;
    return [[id, entry.shown.status()]];
  });
}

/** Returns the status in a form that can be compared. */
export function statusOf({ shown }: Entry): string {
  return JSON.stringify(shown.status());
}

/** Sets one timer for all streams; only an earlier one replaces it. */
export function scheduleBatch(session: CommSession): void {
  const { batch, clock, timer } = session;
  const at = batch.deadline;
  if (at === undefined || (timer !== undefined && timer.at <= at)) return;
  timer?.cancel();
  session.timer = { cancel: clock.callAt(at, () => sendBatch(session)), at };
}
