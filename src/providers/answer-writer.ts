import { type EndReason, StreamError, type StreamEventBody, type Usage } from "../events/index.ts";

/** Who answers, for `stream-start`. */
export interface AnswerOrigin {
  readonly provider: string;
  /** The model that was asked, until the provider names the one that answers. */
  readonly model: string;
  readonly requestId: string | undefined;
  readonly attempt: number;
}

/** What tells one tool call from another on a wire: an index or an id. */
export type ToolKey = string | number;

/**
 * Writes down a lawful stream, so that a decoder need only say what it has read: blocks are opened before
 * their first delta and closed when another kind follows, `stream-start` comes first and once, and empty
 * pieces make no events. Blocks and calls have names of their own in each answer.
 *
 * Cost: about 0.1 µs a delta.
 */
export interface AnswerWriter {
  /**
   * The provider has begun to answer: with which model, and how it calls the request, where the body says
   * so. Only the first call counts; whatever is shown makes it if nobody has.
   */
  start(model?: string, requestId?: string): void;
  /** More of the answer's text or of its reasoning. `undefined` and the empty text are nothing. */
  show(kind: "text" | "reasoning", text: string | undefined): void;
  /** The open block is complete, whatever follows. */
  endBlock(): void;
  /** A tool call begins. It closes the open block; other calls stay open. */
  startTool(key: ToolKey, call: { readonly id: string; readonly name: string }): void;
  /** More of a call's arguments; nothing where no call of this key is open. */
  addArguments(key: ToolKey, text: string | undefined): void;
  /** A call is complete; nothing where none of this key is open. */
  endTool(key: ToolKey): void;
  isToolOpen(key: ToolKey): boolean;
  /** More of a spoken answer; the open block stays open. */
  audio(format: string, bytes: Uint8Array): void;
  usage(usage: Omit<Usage, "type">): void;
  /** Why it ended, in the provider's word: the answer is complete. The last call counts. */
  finish(reason: EndReason): void;
  readonly finished: boolean;
  /** The events since the last call. */
  take(): StreamEventBody[];
  /**
   * Ends everything that is open, then the stream: `truncated` without a reason from the provider.
   *
   * @throws {StreamError} The failure that the provider ended with, so that the session may retry.
   */
  end(): StreamEventBody[];
}

/** Built from `kind`, they would be built anew for every delta. */
const DELTA_TYPES = { text: "text-delta", reasoning: "reasoning-delta" } as const;

/** An answer of which nothing has come. */
export function answerWriter(origin: AnswerOrigin): AnswerWriter {
  const tools = new Map<
    ToolKey,
    { readonly id: string; readonly name: string; readonly parts: string[] }
  >();
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

  function endTool(key: ToolKey): void {
    const call = tools.get(key);
    if (call === undefined) return;
    tools.delete(key);
    const text = call.parts.join("");
    const { id, name } = call;
    events.push({ type: "tool-call-end", id, name, text, input: argumentsIn(text) });
  }

  function endAll(): void {
    endBlock();
    for (const key of tools.keys()) endTool(key);
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
    startTool(key, { id, name }) {
      start();
      endBlock();
      endTool(key);
      tools.set(key, { id, name, parts: [] });
      events.push({ type: "tool-call-start", id, name });
    },
    addArguments(key, text) {
      const call = tools.get(key);
      if (call === undefined || text === undefined || text === "") return;
      call.parts.push(text);
      events.push({ type: "tool-call-delta", id: call.id, text });
    },
    endTool,
    isToolOpen: (key) => tools.has(key),
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
      endAll();
      reason = why;
    },
    get finished() {
      return reason !== undefined;
    },
    take,
    end() {
      if (reason?.kind === "failed") throw new StreamError(reason.failure);
      start();
      endAll();
      events.push({ type: "stream-end", reason: reason ?? { kind: "truncated", raw: undefined } });
      return take();
    },
  };
}

/** A call without arguments is written as nothing at all by some, and means the empty object. */
function argumentsIn(text: string): unknown {
  if (text.trim() === "") return {};
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
