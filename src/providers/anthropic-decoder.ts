import { asCount, asList, asText, dig } from "../wire/index.ts";
import { anthropicEndReason, usageCounter } from "./anthropic-finish.ts";
import { type AnswerOrigin, answerWriter } from "./answer-writer.ts";
import type { PayloadDecoder } from "./payload-decoder.ts";

/**
 * Translates the events of Anthropic's messages stream. It is complete with `message_stop` and with nothing
 * less.
 *
 * What the provider does by itself (its own tools, their results, citations, signatures, a change of model)
 * makes no events, and neither does a kind of event or block that is not known: more are announced. A second
 * `message_start` begins no second answer. How much was read is told at once, so that a stream that is
 * stopped knows it.
 *
 * @see {@link https://platform.claude.com/docs/en/build-with-claude/streaming}
 */
export function anthropicDecoder(origin: AnswerOrigin): PayloadDecoder {
  const writer = answerWriter(origin);
  const counter = usageCounter();
  /** Arguments that came with a call's beginning, by its index, until pieces of them come. */
  const wholeArguments = new Map<number, string>();
  let stopReason: string | undefined;
  let started = false;
  let latestIndex = 0;
  let complete = false;

  function sayUsage(): void {
    const { usage } = counter;
    if (usage !== undefined) writer.usage(usage);
  }

  function begin(message: unknown): void {
    writer.start(asText(dig(message, "model")));
    counter.begin(dig(message, "usage"));
    sayUsage();
    if (started) return;
    started = true;
    stopReason = asText(dig(message, "stop_reason"));
    for (const [index, block] of asList(dig(message, "content")).entries()) {
      beginBlock(index, block);
      endBlock(index);
    }
  }

  function beginBlock(index: number, block: unknown): void {
    latestIndex = index;
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
        const input = JSON.stringify(dig(block, "input") ?? {});
        if (input !== "{}") wholeArguments.set(index, input);
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

  function end(event: unknown): void {
    stopReason = asText(dig(event, "delta", "stop_reason")) ?? stopReason;
    const usage = dig(event, "usage");
    if (usage === undefined) return;
    counter.add(usage);
    sayUsage();
  }

  function take(event: unknown): void {
    const index = asCount(dig(event, "index")) ?? latestIndex;
    switch (dig(event, "type")) {
      case "message_start":
        begin(dig(event, "message"));
        break;
      case "content_block_start":
        beginBlock(index, dig(event, "content_block"));
        break;
      case "content_block_delta":
        addToBlock(index, dig(event, "delta"));
        break;
      case "content_block_stop":
        endBlock(index);
        break;
      case "message_delta":
        end(event);
        break;
      case "message_stop":
        writer.finish(anthropicEndReason(stopReason));
        complete = true;
        break;
      default:
    }
  }

  return {
    push(event) {
      if (complete) return [];
      take(event);
      return writer.take();
    },
    end: writer.end,
    get finished() {
      return writer.finished;
    },
    get complete() {
      return complete;
    },
  };
}

/** A message that was not streamed, as the events that would have carried it. */
export function eventsOfMessage(message: unknown): unknown[] {
  if (dig(message, "type") !== "message") return [message];
  return [
    { type: "message_start", message },
    { type: "message_delta", usage: dig(message, "usage") },
    { type: "message_stop" },
  ];
}
