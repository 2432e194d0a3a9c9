import { asCount, asList, asText, dig, jsonChildren, jsonSource } from "../../wire/index.ts";
import { usageCounter } from "./usage.ts";
import { type AnswerOrigin, answerWriter } from "../decode/answer-writer.ts";
import { endReasonOf } from "../decode/finish-reason.ts";
import type { PayloadDecoder } from "../decode/payload-decoder.ts";
import { argumentsText } from "../decode/tool-arguments.ts";

/**
 * Translates the events of Anthropic's messages stream. It is complete with `message_stop` and with nothing
 * less; without it the stop reason is kept as the `raw` of `truncated`.
 *
 * What the provider does by itself (its own tools, their results, citations, signatures, a change of model)
 * makes no events, and neither does an unknown kind of event or block: more are announced. A second
 * `message_start` begins no second answer. Input tokens are reported at once, so that a stopped stream has
 * them.
 *
 * @see {@link https://platform.claude.com/docs/en/build-with-claude/streaming}
 */
export function anthropicDecoder(origin: AnswerOrigin): PayloadDecoder {
  const writer = answerWriter(origin);
  const counter = usageCounter();
  /** Arguments that came with a call's beginning, by its index, until pieces of them come. */
  const wholeArguments = new Map<number, string>();
  let stopReason: string | undefined;
  let calledTools = false;
  let started = false;
  let latestIndex = 0;
  let complete = false;

  function reportUsage(): void {
    const { usage } = counter;
    if (usage !== undefined) writer.usage(usage);
  }

  function begin(message: unknown, source: string | undefined): void {
    writer.start(asText(dig(message, "model")));
    counter.begin(dig(message, "usage"));
    reportUsage();
    if (started) return;
    started = true;
    stopReason = asText(dig(message, "stop_reason"));
    const sources = jsonChildren(jsonSource(source, "content") ?? "");
    for (const [index, block] of asList(dig(message, "content")).entries()) {
      beginBlock(index, block, sources.get(String(index)));
      endBlock(index);
    }
  }

  function beginBlock(index: number, block: unknown, source: string | undefined): void {
    latestIndex = index;
    started = true;
    switch (dig(block, "type")) {
      case "text":
        writer.show("text", asText(dig(block, "text")));
        break;
      case "thinking":
        writer.show("reasoning", asText(dig(block, "thinking")));
        break;
      case "tool_use": {
        const id = asText(dig(block, "id")) ?? `call-${index}`;
        writer.startTool(index, { id, name: asText(dig(block, "name")) ?? "" });
        calledTools = true;
        const input = argumentsText(dig(block, "input"), jsonSource(source, "input"));
        // An empty object here means that the arguments follow.
        if (input !== undefined && input !== "{}") wholeArguments.set(index, input);
        break;
      }
      default:
    }
  }

  function addToBlock(index: number, delta: unknown): void {
    switch (dig(delta, "type")) {
      case "text_delta":
        writer.show("text", asText(dig(delta, "text")));
        break;
      case "thinking_delta":
        writer.show("reasoning", asText(dig(delta, "thinking")));
        break;
      case "input_json_delta": {
        const piece = asText(dig(delta, "partial_json"));
        if (piece !== undefined && piece !== "") wholeArguments.delete(index);
        writer.addArguments(index, piece);
        break;
      }
      default:
    }
  }

  function endBlock(index: number): void {
    writer.addArguments(index, wholeArguments.get(index));
    wholeArguments.delete(index);
    writer.endTool(index);
    writer.endBlock();
  }

  function finish(): void {
    if (!started) return;
    for (const index of wholeArguments.keys()) endBlock(index);
    writer.finish(endReasonOf(stopReason, { refused: false, calledTools }));
    complete = true;
  }

  function takeDelta(event: unknown): void {
    stopReason = asText(dig(event, "delta", "stop_reason")) ?? stopReason;
    const usage = dig(event, "usage");
    if (usage === undefined) return;
    counter.add(usage);
    reportUsage();
  }

  function take(event: unknown, source: string | undefined): void {
    const index = asCount(dig(event, "index")) ?? latestIndex;
    switch (dig(event, "type")) {
      case "message_start":
        begin(dig(event, "message"), jsonSource(source, "message"));
        break;
      case "content_block_start":
        beginBlock(index, dig(event, "content_block"), jsonSource(source, "content_block"));
        break;
      case "content_block_delta":
        addToBlock(index, dig(event, "delta"));
        break;
      case "content_block_stop":
        endBlock(index);
        break;
      case "message_delta":
        takeDelta(event);
        break;
      case "message_stop":
        finish();
        break;
      default:
    }
  }

  return {
    push(event, source) {
      if (complete) return [];
      take(event, source);
      return writer.take();
    },
    end() {
      if (!complete && stopReason !== undefined) {
        writer.finish({ kind: "truncated", raw: stopReason });
      }
      return writer.end();
    },
    get finished() {
      return writer.finished;
    },
    get complete() {
      return complete;
    },
  };
}

/** A message that was not streamed, as the events that would have carried it. */
export function eventsOfMessage(message: unknown, source?: string): unknown[] {
  if (dig(message, "type") !== "message") return [message];
  const sources = jsonChildren(jsonSource(source, "content") ?? "");
  const usage = dig(message, "usage");
  return [
    { type: "message_start", message: { model: dig(message, "model"), usage } },
    ...asList(dig(message, "content")).flatMap((block, index) =>
      eventsOfBlock(block, index, sources.get(String(index))),
    ),
    { type: "message_delta", delta: { stop_reason: dig(message, "stop_reason") }, usage },
    { type: "message_stop" },
  ];
}

function eventsOfBlock(block: unknown, index: number, source: string | undefined): unknown[] {
  const start = { type: "content_block_start", index, content_block: block };
  const stop = { type: "content_block_stop", index };
  if (dig(block, "type") !== "tool_use") return [start, stop];
  const partial_json = argumentsText(dig(block, "input"), jsonSource(source, "input"));
  const delta = { type: "input_json_delta", partial_json };
  return [start, { type: "content_block_delta", index, delta }, stop];
}
