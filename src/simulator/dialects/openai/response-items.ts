import { type ChosenLogprob, logprobsOf, type TokenLogprob } from "../../answer/logprobs.ts";
import type { SimulatedToolCall, TokenPart } from "../../answer/simulated-answer.ts";
import { tokensOf } from "../../answer/tokens.ts";

/** One event of the Responses API, without its sequence number. */
export interface ResponseEvent {
  readonly type: string;
  readonly [field: string]: unknown;
}

export interface ResponseItem {
  start(): readonly ResponseEvent[];
  delta(text: string): readonly ResponseEvent[];
  end(content: ItemContent): readonly ResponseEvent[];
  whole(content: ItemContent): object;
}

export interface ItemContent {
  readonly text: string;
  readonly status: "completed" | "incomplete";
}

export interface ItemContext {
  /** The response's id, without the prefix `resp_`. */
  readonly id: string;
  readonly toolCalls: readonly SimulatedToolCall[];
  /** Length of `top_logprobs`; `undefined` if no log probabilities are requested. */
  readonly logprobs: number | undefined;
  readonly showsSummary: boolean;
  /** Whether reasoning is included encrypted, for a later request. */
  readonly sealsReasoning: boolean;
}

export function responseItem(part: TokenPart, index: number, context: ItemContext): ResponseItem {
  switch (part.kind) {
    case "reasoning":
      return reasoningItem(index, context);
    case "text":
    case "refusal":
      return messageItem(index, part.kind, context);
    case "tool-call":
      return callItem({ index, call: context.toolCalls[part.call] }, context);
  }
}

const itemEvent = (state: "added" | "done", index: number, item: object): ResponseEvent => ({
  type: `response.output_item.${state}`,
  item,
  output_index: index,
});

function reasoningItem(
  index: number,
  { id, showsSummary, sealsReasoning }: ItemContext,
): ResponseItem {
  const itemId = `rs_${id}_${index}`;
  const ids = { item_id: itemId, output_index: index, summary_index: 0 };
  const partOf = (text: string) => ({ type: "summary_text", text });
  const item = (summary: readonly object[]) => ({
    id: itemId,
    type: "reasoning",
    encrypted_content: sealsReasoning ? btoa(`Sealed by the simulator: ${id}`) : undefined,
    summary,
  });
  const whole = ({ text }: ItemContent) => item(showsSummary ? [partOf(text)] : []);

  const shown = (...events: readonly ResponseEvent[]) => (showsSummary ? events : []);

  return {
    start: () => [
      itemEvent("added", index, item([])),
      ...shown({
        type: "response.reasoning_summary_part.added",
        part: partOf(""),
        ...ids,
      }),
    ],
    delta: (text) => shown({ type: "response.reasoning_summary_text.delta", delta: text, ...ids }),
    end: (content) => [
      ...shown(
        { type: "response.reasoning_summary_text.done", text: content.text, ...ids },
        { type: "response.reasoning_summary_part.done", part: partOf(content.text), ...ids },
      ),
      itemEvent("done", index, whole(content)),
    ],
    whole,
  };
}

function messageItem(
  index: number,
  kind: "text" | "refusal",
  { id, logprobs }: ItemContext,
): ResponseItem {
  const isText = kind === "text";
  const name = isText ? "output_text" : "refusal";
  const itemId = `msg_${id}_${index}`;
  const ids = { content_index: 0, item_id: itemId, output_index: index };
  let tokensSent = 0;

  /** The field `logprobs`; events omit `bytes`. */
  function logprobsField(tokens: readonly string[], first: number) {
    if (!isText) return undefined;
    if (logprobs === undefined) return [];
    return tokens.map((token, at) => logprobsOf(token, first + at, logprobs));
  }

  const partOf = (text: string) => ({
    type: name,
    annotations: isText ? [] : undefined,
    logprobs: logprobsField(tokensOf(text), 0),
    [kind]: text,
  });
  const item = (status: string, content: readonly object[]) => ({
    id: itemId,
    type: "message",
    status,
    content,
    role: "assistant",
  });
  const whole = ({ text, status }: ItemContent) => item(status, [partOf(text)]);

  return {
    start: () => [
      itemEvent("added", index, item("in_progress", [])),
      { type: "response.content_part.added", ...ids, part: partOf("") },
    ],
    delta: (text) => [
      {
        type: `response.${name}.delta`,
        ...ids,
        delta: text,
        logprobs: withoutBytes(logprobsField([text], tokensSent++)),
      },
    ],
    end: (content) => [
      {
        type: `response.${name}.done`,
        ...ids,
        logprobs: withoutBytes(logprobsField(tokensOf(content.text), 0)),
        [kind]: content.text,
      },
      { type: "response.content_part.done", ...ids, part: partOf(content.text) },
      itemEvent("done", index, whole(content)),
    ],
    whole,
  };
}

function withoutBytes(logprobs: readonly ChosenLogprob[] | undefined) {
  const short = ({ token, logprob }: TokenLogprob) => ({ token, logprob });
  return logprobs?.map((one) => ({ ...short(one), top_logprobs: one.top_logprobs.map(short) }));
}

function callItem(
  { index, call }: { readonly index: number; readonly call: SimulatedToolCall | undefined },
  { id }: ItemContext,
): ResponseItem {
  const itemId = `fc_${id}_${index}`;
  const ids = { item_id: itemId, output_index: index };
  const item = (status: string, text: string) => ({
    id: itemId,
    type: "function_call",
    status,
    arguments: text,
    call_id: call?.id,
    name: call?.name,
  });
  const whole = ({ text, status }: ItemContent) => item(status, text);

  return {
    start: () => [itemEvent("added", index, item("in_progress", ""))],
    delta: (text) =>
      text === "" ? [] : [{ type: "response.function_call_arguments.delta", delta: text, ...ids }],
    end: (content) => [
      { type: "response.function_call_arguments.done", arguments: content.text, ...ids },
      itemEvent("done", index, whole(content)),
    ],
    whole,
  };
}
