import {
  answerCollector,
  type Collected,
  nextState,
  stateInputOf,
  type StreamEventBody,
  type StreamState,
} from "../events/index.ts";
import type { DocumentStatus, FailedAttempt, ReceivedStream } from "./stream-document.ts";

/** A document that grows with its stream. Kernel and viewer both use it, so that both have the same one. */
export interface LiveDocument {
  add(event: StreamEventBody): void;
  addGaps(gapsMs: readonly number[]): void;
  /** Adds one that is not an event of the stream. */
  addAttempt(attempt: FailedAttempt): void;
  setStatus(status: DocumentStatus): void;
  readonly state: StreamState;
  collected(): Collected;
  /** @param seq The first message that is not in it. */
  document(seq: number): ReceivedStream;
}

/**
 * Returns a {@link LiveDocument}.
 *
 * @param from The document so far.
 *
 * @example
 * ```ts
 * const document = readStreamDocument({ v: 1, session: "k", id: "s", seq: 0, text: "Hel" });
 * const live = document && liveDocument(receivedFrom(document));
 * live?.add({ type: "text-delta", block: "0", text: "lo" });
 * live?.document(1).text; // "Hello"
 * ```
 */
export function liveDocument(from: ReceivedStream): LiveDocument {
  const toolCalls = from.toolCalls.map((call) => ({ ...call, input: undefined }));
  const collector = answerCollector({ ...from, toolCalls });
  const gapsMs = [...from.gapsMs];
  const attempts = [...from.attempts];
  let { state, provider, model } = from;
  let status: Partial<DocumentStatus> = {};

  return {
    add(event) {
      collector.add(event);
      if (event.type === "stream-start") ({ provider, model } = event);
      if (event.type === "attempt-failed") {
        const { attempt, failure, next } = event;
        attempts.push({ attempt, failure, next });
      }
      const input = stateInputOf(event);
      if (input !== undefined) state = nextState(state, input);
    },
    addGaps(more) {
      for (const gapMs of more) gapsMs.push(gapMs);
    },
    addAttempt: (attempt) => attempts.push(attempt),
    setStatus(newest) {
      status = newest;
      ({ state } = newest);
    },
    get state() {
      return state;
    },
    collected: collector.collected,
    document(seq) {
      const { toolCalls: calls, ...answer } = collector.collected();
      const stored = calls.map(({ id, name, text }) => ({ id, name, text }));
      const names = { provider, model, attempts, gapsMs };
      return { ...from, ...answer, ...status, ...names, toolCalls: stored, state, seq };
    },
  };
}
