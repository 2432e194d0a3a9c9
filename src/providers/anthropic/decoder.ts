import { asCount, asList, asText, dig, jsonChildren, jsonSource } from "../../wire/index.ts";
import { type AnswerOrigin, type AnswerWriter, answerWriter } from "../decode/answer-writer.ts";
import { endReasonOf } from "../decode/finish-reason.ts";
import type { PayloadDecoder } from "../decode/payload-decoder.ts";
import { argumentsText } from "../decode/tool-arguments.ts";
import { sumOfKnown } from "../decode/usage.ts";

/**
 * Decodes the events of Anthropic's messages stream.
 *
 * Only `message_stop` completes the answer; without it, the stop reason becomes the `raw` of `truncated`. Server-side
 * tools and their results, citations, signatures, a change of model and unknown events or blocks (Anthropic announces
 * that it will add more) emit nothing. A second `message_start` does not start a second answer. Input tokens are
 * reported at once, so a stopped stream has them.
 *
 * @see {@link https://platform.claude.com/docs/en/build-with-claude/streaming}
 */
export function anthropicDecoder(origin: AnswerOrigin): PayloadDecoder {
  const state: State = {
    writer: answerWriter(origin),
    counts: new Map(),
    initialArguments: new Map(),
    stopReason: undefined,
    calledTools: false,
    hasStarted: false,
    latestIndex: 0,
    complete: false,
  };
  return {
    push(event, source) {
      if (state.complete) return [];
      readEvent(state, event, source);
      return state.writer.take();
    },
    end() {
      const { writer, stopReason } = state;
      if (!state.complete && stopReason !== undefined) {
        writer.finish({ kind: "truncated", raw: stopReason });
      }
      return writer.end();
    },
    get finished() {
      return state.writer.finished;
    },
    get complete() {
      return state.complete;
    },
  };
}

interface State {
  readonly writer: AnswerWriter;
  /** Token counts by their names in the API. */
  readonly counts: Map<string, number>;
  /** Arguments that came with a call's start, by the index of its block. Arguments that are streamed replace them. */
  readonly initialArguments: Map<number, string>;
  stopReason: string | undefined;
  calledTools: boolean;
  hasStarted: boolean;
  latestIndex: number;
  complete: boolean;
}

function readEvent(state: State, event: unknown, source: string | undefined): void {
  const index = asCount(dig(event, "index")) ?? state.latestIndex;
  switch (dig(event, "type")) {
    case "message_start":
      startMessage(state, dig(event, "message"), jsonSource(source, "message"));
      break;
    case "content_block_start":
      startBlock(state, {
        index,
        block: dig(event, "content_block"),
        source: jsonSource(source, "content_block"),
      });
      break;
    case "content_block_delta":
      addToBlock(state, index, dig(event, "delta"));
      break;
    case "content_block_stop":
      endBlock(state, index);
      break;
    case "message_delta":
      readMessageDelta(state, event);
      break;
    case "message_stop":
      if (state.hasStarted) finish(state);
      break;
    default:
  }
}

function startMessage(state: State, message: unknown, source: string | undefined): void {
  state.writer.start(asText(dig(message, "model")));
  reportUsage(state, INPUT_COUNTS, dig(message, "usage"));
  if (state.hasStarted) return;
  state.hasStarted = true;
  state.stopReason = asText(dig(message, "stop_reason"));
  for (const block of blocksIn(message, source)) {
    startBlock(state, block);
    endBlock(state, block.index);
  }
}

interface Block {
  readonly index: number;
  readonly block: unknown;
  /** Its JSON text, if known. */
  readonly source: string | undefined;
}

function startBlock(state: State, { index, block, source }: Block): void {
  state.latestIndex = index;
  state.hasStarted = true;
  switch (dig(block, "type")) {
    case "text":
      state.writer.show("text", asText(dig(block, "text")));
      break;
    case "thinking":
      state.writer.show("reasoning", asText(dig(block, "thinking")));
      break;
    case "tool_use":
      startCall(state, { index, block, source });
      break;
    default:
  }
}

function startCall(state: State, { index, block, source }: Block): void {
  const id = asText(dig(block, "id")) ?? `call-${index}`;
  state.writer.startTool(index, { id, name: asText(dig(block, "name")) ?? "" });
  state.calledTools = true;
  const input = argumentsText(dig(block, "input"), jsonSource(source, "input"));
  // An empty object means that the arguments follow.
  if (input !== undefined && input !== "{}") state.initialArguments.set(index, input);
}

function addToBlock({ writer, initialArguments }: State, index: number, delta: unknown): void {
  switch (dig(delta, "type")) {
    case "text_delta":
      writer.show("text", asText(dig(delta, "text")));
      break;
    case "thinking_delta":
      writer.show("reasoning", asText(dig(delta, "thinking")));
      break;
    case "input_json_delta": {
      const text = asText(dig(delta, "partial_json"));
      if (text !== undefined && text !== "") initialArguments.delete(index);
      writer.addArguments(index, text);
      break;
    }
    default:
  }
}

function endBlock({ writer, initialArguments }: State, index: number): void {
  writer.addArguments(index, initialArguments.get(index));
  initialArguments.delete(index);
  writer.endTool(index);
  writer.endBlock();
}

function readMessageDelta(state: State, event: unknown): void {
  state.stopReason = asText(dig(event, "delta", "stop_reason")) ?? state.stopReason;
  const usage = dig(event, "usage");
  if (usage !== undefined) reportUsage(state, ALL_COUNTS, usage);
}

const INPUT_COUNTS = [
  ["input_tokens"],
  ["cache_creation_input_tokens"],
  ["cache_read_input_tokens"],
] as const;

/** The output counts of `message_start` cover only what was written by then. */
const ALL_COUNTS = [
  ...INPUT_COUNTS,
  ["output_tokens"],
  ["output_tokens_details", "thinking_tokens"],
] as const;

/**
 * The counts are cumulative, so the latest value of each wins; it may be lower (612 input tokens after 60,385, once the
 * conversation was compacted). A later event that lacks a count or has 0 does not change it: some compatible servers
 * do not know it there.
 *
 * Compactions and consulted models are billed separately. They are only in `iterations`, which is not added here.
 *
 * @see `BetaMessageDeltaUsage` of `@anthropic-ai/sdk`.
 */
function reportUsage(
  { writer, counts }: State,
  paths: readonly (readonly string[])[],
  usage: unknown,
): void {
  for (const path of paths) {
    const count = asCount(dig(usage, ...path));
    const name = path.at(-1) ?? "";
    if (count !== undefined) counts.set(name, count === 0 ? (counts.get(name) ?? 0) : count);
  }
  if (counts.size === 0) return;
  const input = INPUT_COUNTS.map(([name]) => counts.get(name));
  writer.usage({
    inputTokens: { total: sumOfKnown(...input), cached: counts.get("cache_read_input_tokens") },
    outputTokens: { total: counts.get("output_tokens"), reasoning: counts.get("thinking_tokens") },
    source: "provider",
  });
}

function finish(state: State): void {
  for (const index of state.initialArguments.keys()) endBlock(state, index);
  const { writer, stopReason, calledTools } = state;
  writer.finish(endReasonOf(stopReason, { refused: false, calledTools }));
  state.complete = true;
}

function blocksIn(message: unknown, source: string | undefined): Block[] {
  const sources = jsonChildren(jsonSource(source, "content") ?? "");
  return asList(dig(message, "content")).map((block, index) => {
    return { index, block, source: sources.get(String(index)) };
  });
}

/** The events that would have streamed this message. */
export function eventsOfMessage(message: unknown, source?: string): unknown[] {
  if (dig(message, "type") !== "message") return [message];
  const usage = dig(message, "usage");
  return [
    { type: "message_start", message: { model: dig(message, "model"), usage } },
    ...blocksIn(message, source).flatMap(eventsOfBlock),
    { type: "message_delta", delta: { stop_reason: dig(message, "stop_reason") }, usage },
    { type: "message_stop" },
  ];
}

function eventsOfBlock({ index, block, source }: Block): unknown[] {
  const start = { type: "content_block_start", index, content_block: block };
  const stop = { type: "content_block_stop", index };
  if (dig(block, "type") !== "tool_use") return [start, stop];
  const partial_json = argumentsText(dig(block, "input"), jsonSource(source, "input"));
  const delta = { type: "input_json_delta", partial_json };
  return [start, { type: "content_block_delta", index, delta }, stop];
}
