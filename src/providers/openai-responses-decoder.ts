import type { EndReason, Usage } from "../events/index.ts";
import { asCount, asList, asText, dig } from "../wire/index.ts";
import { type AnswerOrigin, answerWriter } from "./answer-writer.ts";
import { providerError } from "./explanation.ts";
import { asWord } from "./openai-finish.ts";
import { responseItems } from "./openai-response-items.ts";
import type { PayloadDecoder } from "./payload-decoder.ts";

/**
 * Translates the events of OpenAI's Responses stream. Events that are not known are passed over: there are
 * more every month, and what belongs to an answer has kept its names.
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
    ["response.completed", (event) => end(event, completedAs(items))],
    ["response.incomplete", (event) => end(event, incompleteAs(event))],
    [
      "response.failed",
      (event) => {
        throw providerError(dig(event, "response", "error") ?? event);
      },
    ],
    [
      "error",
      (event) => {
        throw providerError(dig(event, "error") === undefined ? unwrapped(event) : event);
      },
    ],
  ]);

  return {
    push(event) {
      if (complete) return [];
      readers.get(asText(dig(event, "type")) ?? "")?.(event);
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

/** An error as the documentation has it: its fields beside the event's type, which is no type of error. */
function unwrapped(event: unknown): unknown {
  return { message: dig(event, "message"), code: dig(event, "code") };
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
  const error = dig(response, "error");
  if (status === undefined) return error === undefined ? [] : [{ type: "error", error }];
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
