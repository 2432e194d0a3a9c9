import type { AnswerIdentity } from "../dialect.ts";
import type { SimulatedAnswer, SimulatedToken, TokenPart } from "../../answer/simulated-answer.ts";
import { parsedArguments } from "../answers/tool-calls.ts";
import {
  blocksOf,
  blockWriter,
  type ContentBlock,
  type OpenBlock,
} from "../answers/content-blocks.ts";

export type AnthropicEvent = Readonly<Record<string, unknown>> & { readonly type: string };

export type AnthropicAnswer = ReturnType<typeof anthropicAnswer>;

interface AnthropicAnswerOptions {
  readonly answer: SimulatedAnswer;
  readonly model: string;
  readonly showsThinking: boolean;
}

/**
 * Encodes an answer as events of Anthropic's messages stream.
 *
 * @see {@link https://platform.claude.com/docs/en/build-with-claude/streaming}
 */
export function anthropicAnswer(
  { answer, model, showsThinking }: AnthropicAnswerOptions,
  { id }: AnswerIdentity,
) {
  const signature = signatureOf(id);
  const about = { id: `msg_${id}`, type: "message", role: "assistant", model };

  function start({ part, index }: OpenBlock): AnthropicEvent[] {
    const started = { type: "content_block_start", index, content_block: emptyBlock(part, answer) };
    // Arguments start with an empty fragment, so calls without arguments have one as well.
    return part.kind === "tool-call" ? [started, deltaEvent(index, argumentsDelta(""))] : [started];
  }

  function end({ part, index }: OpenBlock): AnthropicEvent[] {
    const stop = { type: "content_block_stop", index };
    if (part.kind !== "reasoning") return [stop];
    return [deltaEvent(index, { type: "signature_delta", signature }), stop];
  }

  function delta({ part, text }: SimulatedToken, { index }: OpenBlock): AnthropicEvent[] {
    switch (part.kind) {
      case "reasoning":
        if (!showsThinking) return [];
        return [deltaEvent(index, { type: "thinking_delta", thinking: text })];
      case "text":
      case "refusal":
        return [deltaEvent(index, { type: "text_delta", text })];
      case "tool-call":
        return text === "" ? [] : [deltaEvent(index, argumentsDelta(text))];
    }
  }

  const blocks = blockWriter({ start, delta, end });

  function blockIn({ part, text }: ContentBlock): object {
    if (part.kind === "reasoning") {
      return { type: "thinking", thinking: showsThinking ? text : "", signature };
    }
    const empty = emptyBlock(part, answer);
    return part.kind === "tool-call"
      ? { ...empty, input: parsedArguments(text) ?? {} }
      : { ...empty, text };
  }

  const stopping = () => ({
    stop_reason: stopReasonOf(answer),
    stop_sequence: answer.stoppedBy ?? null,
    stop_details:
      answer.finish === "refusal" ? { type: "refusal", category: null, explanation: null } : null,
  });

  return {
    start: (): AnthropicEvent => ({
      type: "message_start",
      message: {
        ...about,
        content: [],
        stop_reason: null,
        stop_sequence: null,
        stop_details: null,
        // The API sends 1 here, as the length is not known yet.
        usage: { ...inputUsage(answer), output_tokens: 1, service_tier: "standard" },
      },
    }),
    token: blocks.token,
    end: (): readonly AnthropicEvent[] => [
      ...blocks.last(),
      { type: "message_delta", delta: stopping(), usage: usageOf(answer) },
      { type: "message_stop" },
    ],
    message: () => ({
      ...about,
      content: blocksOf(answer).map(blockIn),
      ...stopping(),
      usage: { ...usageOf(answer), service_tier: "standard" },
    }),
  };
}

function deltaEvent(index: number, delta: object): AnthropicEvent {
  return { type: "content_block_delta", index, delta };
}

function argumentsDelta(partial_json: string): object {
  return { type: "input_json_delta", partial_json };
}

function emptyBlock(part: TokenPart, { toolCalls }: SimulatedAnswer): object {
  switch (part.kind) {
    case "reasoning":
      return { type: "thinking", thinking: "", signature: "" };
    case "text":
    case "refusal":
      return { type: "text", text: "" };
    case "tool-call": {
      const call = toolCalls[part.call];
      return {
        type: "tool_use",
        id: call?.id.replace(/^call_/u, "toolu_"),
        name: call?.name,
        input: {},
      };
    }
  }
}

export function signatureOf(id: string): string {
  return btoa(`Signed by the simulator for ${id}`);
}

/** Returns the stop reason, which differs between Anthropic and Bedrock for refusals only. */
export function stopReasonOf(
  { finish, rawFinish, stoppedBy }: SimulatedAnswer,
  refusal = "refusal",
): string {
  if (rawFinish !== undefined) return rawFinish;
  switch (finish) {
    case "stop":
      return stoppedBy === undefined ? "end_turn" : "stop_sequence";
    case "length":
      return "max_tokens";
    case "tool-calls":
      return "tool_use";
    case "refusal":
      return refusal;
  }
}

/** `input_tokens` excludes tokens from the cache. */
function inputUsage({ promptTokens, cachedTokens }: SimulatedAnswer): object {
  return {
    input_tokens: promptTokens - cachedTokens,
    cache_creation_input_tokens: 0,
    cache_read_input_tokens: cachedTokens,
  };
}

function usageOf(answer: SimulatedAnswer): object {
  return {
    ...inputUsage(answer),
    output_tokens: answer.tokens.length,
    output_tokens_details: { thinking_tokens: answer.reasoningTokens },
  };
}
