import type { EndReason, StreamEventBody, Usage } from "../../events/index.ts";
import { type AnswerCalls, answerCalls, type ToolKey } from "./answer-calls.ts";

/** The fields of `stream-start` that are known before the answer. */
export interface AnswerOrigin {
  readonly provider: string;
  /** The requested model, used unless the provider reports another one. */
  readonly model: string;
  readonly requestId: string | undefined;
  readonly attempt: number;
}

/**
 * Builds a valid sequence of events, so that a decoder only reports what it reads. Blocks are opened before their first
 * delta and closed when another kind follows, `stream-start` is first and unique, and empty deltas make no events.
 * Blocks and calls have unique names within an answer.
 *
 * Cost: about 0.1 µs a delta.
 */
export interface AnswerWriter {
  /** Starts the answer, with the model and request id of its body. Only the first call counts; every delta implies it. */
  start(model?: string, requestId?: string): void;
  /** Appends to the text or the reasoning; ignores `undefined` and the empty string. */
  show(kind: "text" | "reasoning", text: string | undefined): void;
  /** Closes the open block. */
  endBlock(): void;
  /** Starts a tool call and closes the open block; other calls stay open. A repeated id is made unique. */
  startTool(key: ToolKey, call: { readonly id: string; readonly name: string }): void;
  /** Appends to a call's arguments; ignores keys without an open call. */
  addArguments(key: ToolKey, text: string | undefined): void;
  /** Closes a call; ignores keys without an open call. A call without arguments ends with the answer. */
  endTool(key: ToolKey): void;
  isToolOpen(key: ToolKey): boolean;
  /** Appends audio; the open block stays open. */
  audio(format: string, bytes: Uint8Array): void;
  usage(usage: Omit<Usage, "type">): void;
  /**
   * Completes the answer with the provider's finish reason. The last one counts. Calls stay open, because some servers
   * send more arguments after it.
   */
  finish(reason: EndReason): void;
  readonly finished: boolean;
  /** The events since the last call. */
  take(): StreamEventBody[];
  /** Ends everything that is open, then the stream: as `truncated` without a finish reason. */
  end(): StreamEventBody[];
}

/** Concatenated from `kind`, the names would be built anew for every delta. */
const DELTA_TYPES = { text: "text-delta", reasoning: "reasoning-delta" } as const;

export function answerWriter(origin: AnswerOrigin): AnswerWriter {
  /** Made for the first call: most answers have none, and many answers are open at once. */
  let calls: AnswerCalls | undefined;
  let events: StreamEventBody[] = [];
  let started = false;
  let open: { readonly kind: "text" | "reasoning"; readonly block: string } | undefined;
  let blocks = 0;
  let reason: EndReason | undefined;

  function start(model = origin.model, requestId = origin.requestId): void {
    if (started) return;
    started = true;
    const { provider, attempt } = origin;
    events.push({ type: "stream-start", provider, model, attempt, requestId });
  }

  function endBlock(): void {
    if (open === undefined) return;
    events.push({ type: `${open.kind}-end`, block: open.block });
    open = undefined;
  }

  function push(event: StreamEventBody | undefined): void {
    if (event !== undefined) events.push(event);
  }

  function take(): StreamEventBody[] {
    const taken = events;
    events = [];
    return taken;
  }

  return {
    start,
    show(kind, text) {
      if (text === undefined || text === "") return;
      start();
      if (open?.kind !== kind) {
        endBlock();
        open = { kind, block: `${kind}-${blocks++}` };
        events.push({ type: `${kind}-start`, block: open.block });
      }
      events.push({ type: DELTA_TYPES[kind], block: open.block, text });
    },
    endBlock,
    startTool(key, call) {
      start();
      endBlock();
      calls ??= answerCalls();
      push(calls.close(key));
      events.push(calls.start(key, call));
    },
    addArguments(key, text) {
      if (text !== undefined && text !== "") push(calls?.append(key, text));
    },
    endTool: (key) => push(calls?.close(key)),
    isToolOpen: (key) => calls?.isOpen(key) === true,
    audio(format, bytes) {
      start();
      events.push({ type: "audio-delta", format, bytes });
    },
    usage(usage) {
      start();
      events.push({ type: "usage", ...usage });
    },
    finish(why) {
      start();
      endBlock();
      reason = why;
    },
    get finished() {
      return reason !== undefined;
    },
    take,
    end() {
      start();
      endBlock();
      const end = reason ?? ({ kind: "truncated", raw: undefined } as const);
      for (const event of calls?.end(end) ?? []) events.push(event);
      events.push({ type: "stream-end", reason: end });
      return take();
    },
  };
}
