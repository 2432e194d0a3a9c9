import type { EndReason } from "../../events/index.ts";
import { asCount, asList, asText, dig } from "../../wire/index.ts";
import { type AnswerOrigin, answerWriter } from "../decode/answer-writer.ts";
import { nonEmptyText } from "../decode/non-empty-text.ts";
import { providerError } from "../decode/explanation.ts";
import type { PayloadDecoder } from "../decode/payload-decoder.ts";
import { reportedUsage } from "../decode/usage.ts";
import { completeItems, ITEM_EVENTS, type ResponseItems, responseItems } from "./response-items.ts";

/**
 * Decodes the events of OpenAI's Responses stream. It ignores unknown events: OpenAI adds some every month, but has not
 * renamed those of an answer.
 *
 * Text, reasoning and calls that come only in a summary event, down to the `output` of `response.completed`, are
 * read there.
 *
 * `response.completed`, `.incomplete` or `.failed` completes the answer. The `[DONE]` that compatible servers add
 * does not.
 *
 * @see {@link https://platform.openai.com/docs/api-reference/responses-streaming}
 */
export function responsesDecoder(origin: AnswerOrigin): PayloadDecoder {
  const writer = answerWriter(origin);
  const items = responseItems(writer);
  let complete = false;

  function finish(event: unknown, reason: EndReason): void {
    const usage = usageOf(dig(event, "response", "usage"));
    if (usage !== undefined) writer.usage(usage);
    writer.finish(reason);
    complete = true;
  }

  function readEvent(event: unknown): void {
    const type = asText(dig(event, "type")) ?? "";
    const readItemEvent = ITEM_EVENTS.get(type);
    if (readItemEvent !== undefined) {
      readItemEvent(items, event);
      return;
    }
    switch (type) {
      case "response.created":
      case "response.queued":
      case "response.in_progress":
        writer.start(nonEmptyText(dig(event, "response", "model")));
        break;
      case "response.completed":
        completeItems(items, asList(dig(event, "response", "output")));
        finish(event, completedReason(items));
        break;
      case "response.incomplete":
        finish(event, incompleteReason(event));
        break;
      case "response.failed":
        throw providerError(dig(event, "response", "error") ?? event);
      default:
    }
  }

  return {
    push(event) {
      if (complete) return [];
      // Some servers send a complete response instead of a stream.
      const isResponse = dig(event, "object") === "response";
      for (const one of isResponse ? eventsOfResponse(event) : [event]) readEvent(one);
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

function completedReason({ refused, calledTools }: ResponseItems): EndReason {
  const raw = "completed";
  if (refused) return { kind: "content-filter", raw };
  return { kind: calledTools ? "tool-calls" : "stop", raw };
}

function incompleteReason(event: unknown): EndReason {
  const raw = nonEmptyText(dig(event, "response", "incomplete_details", "reason"));
  if (raw === "max_output_tokens") return { kind: "length", raw };
  if (raw === "content_filter") return { kind: "content-filter", raw };
  return { kind: "truncated", raw };
}

function usageOf(usage: unknown) {
  return reportedUsage({
    input: asCount(dig(usage, "input_tokens")),
    cached: asCount(dig(usage, "input_tokens_details", "cached_tokens")),
    output: asCount(dig(usage, "output_tokens")),
    reasoning: asCount(dig(usage, "output_tokens_details", "reasoning_tokens")),
  });
}

/** The events that would have streamed this response. */
export function eventsOfResponse(response: unknown): unknown[] {
  const status = nonEmptyText(dig(response, "status"));
  if (status === undefined) return [];
  return [
    { type: "response.created", response },
    ...asList(dig(response, "output")).map((item, index) => ({
      type: "response.output_item.done",
      output_index: index,
      item,
    })),
    { type: `response.${status}`, response },
  ];
}
