import { type Clock, elapsedMs, type Instant } from "../clock/index.ts";
import {
  type Collected,
  type EndReason,
  hasOutput,
  type StreamEvent,
  type StreamEventBody,
  type StreamFailure,
} from "../events/index.ts";
import type { DocumentStatus, ReceivedStream } from "../protocols/index.ts";
import { type ShownAttempt, shownAttempt } from "./shown-attempt.ts";
import type { ShownChange } from "./shown-change.ts";

/** One stream as the kernel has it for its viewers. */
export interface ShownStream {
  /** Returns what viewers need to know of the event. */
  add(event: StreamEvent): ShownChange;
  /** Begins an attempt at the user's request. The ended one is shown until the new one has output. */
  restart(startedAt: Instant): void;
  setPaused(isPaused: boolean): void;
  /** Notes that the kernel did nothing for `lagMs` from `since` on. */
  noteBlock(since: Instant, lagMs: number): void;
  status(): DocumentStatus;
  /** @param seq The first message that is not in it. */
  document(seq: number): ReceivedStream;
  /** The output of the latest attempt. */
  collected(): Collected;
}

export interface ShownStreamOptions extends Pick<
  ReceivedStream,
  "session" | "id" | "title" | "prompt" | "canRetry"
> {
  readonly startedAt: Instant;
  readonly clock: Clock;
}

export function shownStream({ startedAt, clock, ...names }: ShownStreamOptions): ShownStream {
  const begin = (at: Instant, number: number, attempts: ReceivedStream["attempts"]) => {
    const startedAtWallMs = Math.round(clock.wallMs() - elapsedMs(at, clock.now()));
    return shownAttempt({ ...names, startedAtWallMs, attempts }, { startedAt: at, number });
  };
  let newest = begin(startedAt, 1, []);
  /** Differs from the newest while a repeated request has no output. */
  let shown = newest;
  let latest = newest;
  let isPaused = false;

  function status(): DocumentStatus {
    const { reasoningMs, kernelBlocks } = shown;
    return { state: newest.live.state, isPaused, reasoningMs, kernelBlocks };
  }

  /** Shows a repeated request once it has output, or the earlier one again if it had none and failed. */
  function settled(attempt: ShownAttempt, event: StreamEventBody): ShownChange {
    const end = event.type === "stream-end" ? event.reason : undefined;
    if (hasOutput(attempt.live.state) || (end !== undefined && isAnswer(end))) shown = attempt;
    else if (end !== undefined) {
      const failure = failureWithoutOutput(end);
      if (failure !== undefined) shown.failedAfter(attempt, failure);
      newest = shown;
    }
    const isVisible = shown === newest || event.type === "attempt-failed";
    return { type: isVisible ? "whole" : "status" };
  }

  return {
    add(event) {
      // The kernel's clock and sequence numbers mean nothing in a file.
      const { at, seq: _seq, ...timeless } = event;
      const attempt = newest;
      const body = attempt.numbered(timeless);
      const change = attempt.add(body, at);
      if (body.type === "stream-end") isPaused = false;
      return attempt === shown ? change : settled(attempt, body);
    },
    restart(at) {
      const attempts = shown.attemptsAfterIt();
      const number = Math.max(newest.number, ...attempts.map(({ attempt }) => attempt)) + 1;
      newest = latest = begin(at, number, attempts);
    },
    setPaused(next) {
      isPaused = next;
    },
    noteBlock: (since, lagMs) => newest.noteBlock(since, lagMs),
    status,
    document(seq) {
      const document = { ...shown.live.document(seq), ...status() };
      if (shown === newest) return document;
      // The end of the earlier attempt is not the stream's.
      return { ...document, end: undefined, attempts: newest.live.document(seq).attempts };
    },
    collected: () => latest.live.collected(),
  };
}

/** Whether the provider ended the answer, even an empty one. */
function isAnswer({ kind }: EndReason): boolean {
  return kind !== "failed" && kind !== "truncated" && kind !== "aborted";
}

/** Returns why an attempt without output failed; `undefined` if the provider or the user ended it. */
function failureWithoutOutput(reason: EndReason): StreamFailure | undefined {
  if (reason.kind === "failed") return reason.failure;
  return reason.kind === "truncated" ? { code: "empty-answer" } : undefined;
}
