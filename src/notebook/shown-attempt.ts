import { elapsedMs, type Instant } from "../clock/index.ts";
import { stateInputOf, type StreamEventBody, type StreamFailure } from "../events/index.ts";
import {
  emptyDocument,
  type FailedAttempt,
  type KernelBlocks,
  liveDocument,
  type LiveDocument,
  type ReceivedStream,
} from "../protocols/index.ts";
import type { Content, ShownChange } from "./shown-change.ts";
import { stopwatch, tenths } from "./stopwatch.ts";

/** One request of a shown stream: its first, or one that the user repeated. */
export interface ShownAttempt {
  readonly live: LiveDocument;
  /** From 1. The provider adapter's own retries count as well. */
  readonly number: number;
  readonly reasoningMs: number | undefined;
  readonly kernelBlocks: KernelBlocks;
  /** Returns the event with attempts numbered over all requests of the stream. */
  numbered(event: StreamEventBody): StreamEventBody;
  add(event: StreamEventBody, at: Instant): ShownChange;
  noteBlock(since: Instant, lagMs: number): void;
  /** Records that a later request failed without output, so that this one remains. */
  failedAfter(later: ShownAttempt, failure: StreamFailure): void;
  /** The failed attempts of the stream if another one follows. */
  attemptsAfterIt(): readonly FailedAttempt[];
}

type FirstFields = Pick<ReceivedStream, "session" | "id"> & Partial<ReceivedStream>;

export function shownAttempt(
  fields: FirstFields,
  { startedAt, number: first }: { readonly startedAt: Instant; readonly number: number },
): ShownAttempt {
  const live = liveDocument(emptyDocument(fields));
  const reasoning = stopwatch();
  let number = first;
  let latest: Instant | undefined;
  let firstAt: Instant | undefined;
  let lengthChars = 0;
  let kernelBlocks: KernelBlocks = { beforeFirstTokenMs: 0, longestMs: 0 };

  function contentAt(at: Instant): Content {
    const gapMs = tenths(Math.max(0, elapsedMs(latest ?? startedAt, at)));
    const content = { offsetChars: lengthChars, gapMs, first: latest === undefined };
    latest = at;
    firstAt ??= at;
    live.addGaps([gapMs]);
    return content;
  }

  function track(event: StreamEventBody, at: Instant): void {
    if (event.type === "attempt-failed") number = event.attempt + 1;
    const input = stateInputOf(event);
    if (input === "reasoning") reasoning.run(at);
    else if (input !== undefined || event.type === "reasoning-end") reasoning.pause(at);
  }

  function changeBy(event: StreamEventBody, at: Instant): ShownChange {
    switch (event.type) {
      case "block-reset":
        lengthChars = live.collected().text.length;
        return { type: "whole" };
      case "text-delta": {
        // An empty delta is a keep-alive, not a token.
        if (event.text === "") return { type: "status" };
        const content = contentAt(at);
        lengthChars += event.text.length;
        return { type: "text", text: event.text, ...content };
      }
      case "reasoning-delta":
      case "tool-call-delta":
        if (event.text === "") return { type: "status" };
        return { type: "event", event, content: contentAt(at) };
      default:
        return isForViewers(event) ? { type: "event", event } : { type: "status" };
    }
  }

  return {
    live,
    get number() {
      return number;
    },
    get reasoningMs() {
      return reasoning.elapsedMs;
    },
    get kernelBlocks() {
      return kernelBlocks;
    },
    numbered(event) {
      if (event.type !== "attempt-failed" && event.type !== "stream-start") return event;
      return { ...event, attempt: event.attempt + first - 1 };
    },
    add(event, at) {
      track(event, at);
      live.add(event);
      return changeBy(event, at);
    },
    noteBlock(since, lagMs) {
      // A cell may block the kernel and then request the stream.
      const ownMs = Math.max(0, tenths(lagMs - Math.max(0, elapsedMs(since, startedAt))));
      // What arrived during the block was read after it.
      const isBeforeFirst = firstAt === undefined || firstAt > since;
      kernelBlocks = longerBlocks(kernelBlocks, { lagMs: ownMs, isBeforeFirst });
    },
    failedAfter(later, failure) {
      const own = ownAttempts(later, [number, ...numbersOf(live)]);
      const last: FailedAttempt = { attempt: later.number, failure, next: undefined };
      for (const failed of [...own, last]) live.addAttempt(failed);
    },
    attemptsAfterIt: () => withFailedEnd(live.document(0), number),
  };
}

/** Viewers know one text and no blocks, and play no audio. */
function isForViewers({ type }: StreamEventBody): boolean {
  return type !== "text-start" && type !== "text-end" && type !== "audio-delta" && type !== "raw";
}

/** Returns the failed attempts of a request that was repeated without the user. */
function ownAttempts({ live }: ShownAttempt, earlier: readonly number[]): FailedAttempt[] {
  return live.document(0).attempts.filter(({ attempt }) => !earlier.includes(attempt));
}

function numbersOf(live: LiveDocument): number[] {
  return live.document(0).attempts.map(({ attempt }) => attempt);
}

function withFailedEnd({ attempts, end }: ReceivedStream, number: number) {
  if (end?.kind !== "failed") return attempts;
  const { failure } = end;
  const last: FailedAttempt = { attempt: number, failure, next: { kind: "retry", inMs: 0 } };
  return [...attempts, last].toSorted((a, b) => a.attempt - b.attempt);
}

function longerBlocks(
  { beforeFirstTokenMs, longestMs }: KernelBlocks,
  { lagMs, isBeforeFirst }: { readonly lagMs: number; readonly isBeforeFirst: boolean },
): KernelBlocks {
  return {
    beforeFirstTokenMs: isBeforeFirst ? Math.max(beforeFirstTokenMs, lagMs) : beforeFirstTokenMs,
    longestMs: Math.max(longestMs, lagMs),
  };
}
