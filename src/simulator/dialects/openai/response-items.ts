import { type ChosenLogprob, logprobsOf, type TokenLogprob } from "../../answer/logprobs.ts";
import type { SimulatedToolCall, TokenPart } from "../../answer/simulated-answer.ts";
import { tokensOf } from "../../answer/tokens.ts";

/** One event of the Responses API, without its number. */
export interface ResponseEvent {
  readonly type: string;
  readonly [field: string]: unknown;
}

/** How one item of a response looks, and which events tell of it. */
export interface ResponseItem {
  begin(): readonly ResponseEvent[];
  delta(text: string): readonly ResponseEvent[];
  end(said: ItemContent): readonly ResponseEvent[];
  /** The item itself. */
  whole(said: ItemContent): object;
}

/** All that was said in an item. */
export interface ItemContent {
  readonly text: string;
  readonly status: "completed" | "incomplete";
}

/** What the items of one response have in common. */
export interface ItemContext {
  /** The response's name, without what says that it is one. */
  readonly id: string;
  readonly toolCalls: readonly SimulatedToolCall[];
  /** Length of `top_logprobs`; `undefined` if the request orders no log probabilities. */
  readonly logprobs: number | undefined;
  /** Whether thoughts are summed up for the reader. */
  readonly showsSummary: boolean;
  /** Whether they are handed over sealed, for a later request. */
  readonly sealsThoughts: boolean;
}

/** The item that a part of the answer is in, at its place in the output. */
export function responseItem(part: TokenPart, index: number, of: ItemContext): ResponseItem {
  switch (part.kind) {
    case "reasoning":
      return reasoningItem(index, of);
    case "text":
      return messageItem({ index, ...TEXT_PART }, of);
    case "refusal":
      return messageItem({ index, ...REFUSAL_PART }, of);
    case "tool-call":
      return callItem({ index, call: of.toolCalls[part.call] }, of);
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
  { id, showsSummary, sealsThoughts }: ItemContext,
): ResponseItem {
  const itemId = `rs_${id}_${index}`;
  const sealed = sealsThoughts ? { encrypted_content: btoa(`Sealed by the simulator: ${id}`) } : {};
  const place = { item_id: itemId, output_index: index, summary_index: 0 };
  const partOf = (text: string) => ({ type: "summary_text", text });
  const item = (summary: readonly object[]) => ({
    id: itemId,
    type: "reasoning",
    ...sealed,
    summary,
  });
  const whole = ({ text }: ItemContent) => item(showsSummary ? [partOf(text)] : []);

  const shown = (...events: readonly ResponseEvent[]) => (showsSummary ? events : []);

  return {
    begin: () => [
      added(index, item([])),
      ...shown({
        type: "response.reasoning_summary_part.added",
        part: partOf(""),
        ...place,
      }),
    ],
    delta: (text) =>
      shown({ type: "response.reasoning_summary_text.delta", delta: text, ...place }),
    end: (said) => [
      ...shown(
        { type: "response.reasoning_summary_text.done", text: said.text, ...place },
        { type: "response.reasoning_summary_part.done", part: partOf(said.text), ...place },
      ),
      done(index, whole(said)),
    ],
    whole,
  };
}

/** What a message is made of: words, or a refusal. */
interface MessagePart {
  /** As in `response.refusal.delta`. */
  readonly name: "output_text" | "refusal";
  /** The field of the text. */
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
  let said = 0;

  /** The field `logprobs`; in events it has no bytes. */
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
    begin: () => [
      added(index, item("in_progress", [])),
      { type: "response.content_part.added", ...place, part: partOf("") },
    ],
    delta: (text) => [
      {
        type: `response.${name}.delta`,
        ...place,
        delta: text,
        ...withoutBytes(logprobsField([text], said++)),
      },
    ],
    end: (all) => [
      {
        type: `response.${name}.done`,
        ...place,
        ...withoutBytes(logprobsField(tokensOf(all.text), 0)),
        [field]: all.text,
      },
      { type: "response.content_part.done", ...place, part: partOf(all.text) },
      done(index, whole(all)),
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
    begin: () => [added(index, item("in_progress", ""))],
    delta: (text) =>
      text === ""
        ? []
        : [{ type: "response.function_call_arguments.delta", delta: text, ...place }],
    end: (said) => [
      { type: "response.function_call_arguments.done", arguments: said.text, ...place },
      done(index, whole(said)),
    ],
    whole,
  };
}
