import type { EndReason, Usage } from "../../events/index.ts";
import { asCount, asList, asText, dig } from "../../wire/index.ts";
import { type AnswerOrigin, answerWriter } from "../decode/answer-writer.ts";
import { providerError } from "../decode/explanation.ts";
import { asWord } from "../decode/as-word.ts";
import { responseItems } from "./response-items.ts";
import type { PayloadDecoder } from "../decode/payload-decoder.ts";

/**
 * Translates the events of OpenAI's Responses stream. Events that are not known are passed over: there are
 * more every month, and what belongs to an answer has kept its names.
 *
 * Text, reasoning and calls that come only in an event that sums up, down to the `output` of `response.completed`, are
 * read there.
 *
 * The answer is complete when the provider says how it ended: `response.completed`, `.incomplete` or
 * `.failed`. A `[DONE]`, which servers that imitate this wire send by habit, says nothing of that.
 *
 * @see {@link https://platform.openai.com/docs/api-reference/responses-streaming}
 */
export function openAiResponsesDecoder(origin: AnswerOrigin): PayloadDecoder {
  const writer = answerWriter(origin);
  const items = responseItems(writer);
  let complete = false;

  function end(event: unknown, reason: EndReason): void {
    const usage = usageOf(dig(event, "response", "usage"));
    if (usage !== undefined) writer.usage(usage);
    writer.finish(reason);
    complete = true;
  }

  const begin = (event: unknown) => writer.start(asWord(dig(event, "response", "model")));
  const readers = new Map<string, (event: unknown) => void>([
    ...items.readers,
    ["response.created", begin],
    ["response.queued", begin],
    ["response.in_progress", begin],
    [
      "response.completed",
      (event) => {
        items.complete(asList(dig(event, "response", "output")));
        end(event, completedAs(items));
      },
    ],
    ["response.incomplete", (event) => end(event, incompleteAs(event))],
    [
      "response.failed",
      (event) => {
        throw providerError(dig(event, "response", "error") ?? event);
      },
    ],
  ]);

  function take(event: unknown): void {
    readers.get(asText(dig(event, "type")) ?? "")?.(event);
  }

  return {
    push(event) {
      if (complete) return [];
      for (const one of isResponse(event) ? eventsOfResponse(event) : [event]) take(one);
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

/** Whether a server has sent the whole answer instead of a stream. */
function isResponse(event: unknown): boolean {
  return dig(event, "object") === "response";
}

function completedAs({
  kind: { refused, calledTools },
}: ReturnType<typeof responseItems>): EndReason {
  const raw = "completed";
  if (refused) return { kind: "content-filter", raw };
  return { kind: calledTools ? "tool-calls" : "stop", raw };
}

function incompleteAs(event: unknown): EndReason {
  const raw = asWord(dig(event, "response", "incomplete_details", "reason"));
  if (raw === "max_output_tokens") return { kind: "length", raw };
  if (raw === "content_filter") return { kind: "content-filter", raw };
  return { kind: "truncated", raw };
}

function usageOf(usage: unknown): Omit<Usage, "type"> | undefined {
  const input = asCount(dig(usage, "input_tokens"));
  const output = asCount(dig(usage, "output_tokens"));
  if (input === undefined && output === undefined) return undefined;
  return {
    inputTokens: {
      total: input,
      cached: asCount(dig(usage, "input_tokens_details", "cached_tokens")),
    },
    outputTokens: {
      total: output,
      reasoning: asCount(dig(usage, "output_tokens_details", "reasoning_tokens")),
    },
    source: "provider",
  };
}

/** A response that was not streamed, as the events that would have carried it. */
export function eventsOfResponse(response: unknown): unknown[] {
  const status = asWord(dig(response, "status"));
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
