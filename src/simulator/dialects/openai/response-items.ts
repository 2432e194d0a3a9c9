import { type ChosenLogprob, logprobsOf, type TokenLogprob } from "../../answer/logprobs.ts";
import type { SimulatedToolCall, TokenPart } from "../../answer/simulated-answer.ts";
import { tokensOf } from "../../answer/tokens.ts";

/** One event of the Responses API, without its sequence number. */
export interface ResponseEvent {
  readonly type: string;
  readonly [field: string]: unknown;
}

/** One item of a response and its events. */
export interface ResponseItem {
  start(): readonly ResponseEvent[];
  delta(text: string): readonly ResponseEvent[];
  end(content: ItemContent): readonly ResponseEvent[];
  /** Returns the complete item. */
  whole(content: ItemContent): object;
}

/** The complete text of an item. */
export interface ItemContent {
  readonly text: string;
  readonly status: "completed" | "incomplete";
}

/** What all items of one response share. */
export interface ItemContext {
  /** The response's id, without the prefix `resp_`. */
  readonly id: string;
  readonly toolCalls: readonly SimulatedToolCall[];
  /** Length of `top_logprobs`; `undefined` if no log probabilities are requested. */
  readonly logprobs: number | undefined;
  /** Whether reasoning is shown as a summary. */
  readonly showsSummary: boolean;
  /** Whether reasoning is included encrypted, for a later request. */
  readonly sealsReasoning: boolean;
}

/** Creates the item for a part of the answer, at an index of the output. */
export function responseItem(part: TokenPart, index: number, context: ItemContext): ResponseItem {
  switch (part.kind) {
    case "reasoning":
      return reasoningItem(index, context);
    case "text":
      return messageItem({ index, ...TEXT_PART }, context);
    case "refusal":
      return messageItem({ index, ...REFUSAL_PART }, context);
    case "tool-call":
      return callItem({ index, call: context.toolCalls[part.call] }, context);
  }
}

const added = (index: number, item: object): ResponseEvent => ({
  type: "response.output_item.added",
  item,
  output_index: index,
});

const done = (index: number, item: object): ResponseEvent => ({
  type: "response.output_item.done",
  item,
  output_index: index,
});

function reasoningItem(
  index: number,
  { id, showsSummary, sealsReasoning }: ItemContext,
): ResponseItem {
  const itemId = `rs_${id}_${index}`;
  const place = { item_id: itemId, output_index: index, summary_index: 0 };
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
      added(index, item([])),
      ...shown({
        type: "response.reasoning_summary_part.added",
        part: partOf(""),
        ...place,
      }),
    ],
    delta: (text) =>
      shown({ type: "response.reasoning_summary_text.delta", delta: text, ...place }),
    end: (content) => [
      ...shown(
        { type: "response.reasoning_summary_text.done", text: content.text, ...place },
        { type: "response.reasoning_summary_part.done", part: partOf(content.text), ...place },
      ),
      done(index, whole(content)),
    ],
    whole,
  };
}

/** The content of a message: text or a refusal. */
interface MessagePart {
  /** As in `response.refusal.delta`. */
  readonly name: "output_text" | "refusal";
  /** Name of the field with the text. */
  readonly field: "text" | "refusal";
  readonly ofPart: object;
  readonly hasLogprobs: boolean;
}

const TEXT_PART: MessagePart = {
  name: "output_text",
  field: "text",
  ofPart: { annotations: [] },
  hasLogprobs: true,
};

const REFUSAL_PART: MessagePart = {
  name: "refusal",
  field: "refusal",
  ofPart: {},
  hasLogprobs: false,
};

function messageItem(
  { index, name, field, ofPart, hasLogprobs }: MessagePart & { readonly index: number },
  { id, logprobs }: ItemContext,
): ResponseItem {
  const itemId = `msg_${id}_${index}`;
  const place = { content_index: 0, item_id: itemId, output_index: index };
  let tokensSent = 0;

  /** The field `logprobs`; events omit `bytes`. */
  function logprobsField(
    tokens: readonly string[],
    first: number,
  ): { logprobs?: readonly ChosenLogprob[] } {
    if (!hasLogprobs) return {};
    if (logprobs === undefined) return { logprobs: [] };
    return { logprobs: tokens.map((token, at) => logprobsOf(token, first + at, logprobs)) };
  }

  const partOf = (text: string) => ({
    type: name,
    ...ofPart,
    ...logprobsField(tokensOf(text), 0),
    [field]: text,
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
      added(index, item("in_progress", [])),
      { type: "response.content_part.added", ...place, part: partOf("") },
    ],
    delta: (text) => [
      {
        type: `response.${name}.delta`,
        ...place,
        delta: text,
        ...withoutBytes(logprobsField([text], tokensSent++)),
      },
    ],
    end: (content) => [
      {
        type: `response.${name}.done`,
        ...place,
        ...withoutBytes(logprobsField(tokensOf(content.text), 0)),
        [field]: content.text,
      },
      { type: "response.content_part.done", ...place, part: partOf(content.text) },
      done(index, whole(content)),
    ],
    whole,
  };
}

function withoutBytes({ logprobs }: { readonly logprobs?: readonly ChosenLogprob[] }): object {
  if (logprobs === undefined) return {};
  const short = ({ token, logprob }: TokenLogprob) => ({ token, logprob });
  return {
    logprobs: logprobs.map((one) => ({
      ...short(one),
      top_logprobs: one.top_logprobs.map(short),
    })),
  };
}

function callItem(
  { index, call }: { readonly index: number; readonly call: SimulatedToolCall | undefined },
  { id }: ItemContext,
): ResponseItem {
  const itemId = `fc_${id}_${index}`;
  const place = { item_id: itemId, output_index: index };
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
    start: () => [added(index, item("in_progress", ""))],
    delta: (text) =>
      text === ""
        ? []
        : [{ type: "response.function_call_arguments.delta", delta: text, ...place }],
    end: (content) => [
      { type: "response.function_call_arguments.done", arguments: content.text, ...place },
      done(index, whole(content)),
    ],
    whole,
  };
}
