import type Anthropic from "@anthropic-ai/sdk";

import { encodeBase64 } from "../../events/index.ts";
import { definedOnly } from "../../wire/index.ts";
import type { ChatRequest, ToolDefinition } from "../request/chat-request.ts";
import { messageBlocks } from "../request/message-blocks.ts";
import { toolInputOf } from "../request/tool-input.ts";
import { systemPrompts, mergeByRole } from "../request/merge-by-role.ts";
import { thinkingOf } from "./thinking.ts";

/** Returns the body of a messages request, without `model` and `stream`, which Bedrock does not accept. Pure. */
export function messagesBodyOf(
  request: ChatRequest,
): Omit<Anthropic.MessageCreateParams, "model" | "stream"> {
  const { messages, tools, temperature, stop } = request;
  const system = systemPrompts(messages).map(textBlock);
  return {
    ...thinkingOf(request),
    messages: mergeByRole(messages, blocksOf),
    ...definedOnly({
      system: system.length === 0 ? undefined : system,
      tools: tools?.map(toolOf),
      tool_choice: toolChoiceOf(request),
      temperature,
      stop_sequences: stop && [...stop],
    }),
  };
}

function toolOf({ name, description, parameters }: ToolDefinition): Anthropic.Tool {
  return {
    ...definedOnly({ name, description }),
    input_schema: { ...parameters, type: "object" },
  };
}

function toolChoiceOf({ toolChoice }: ChatRequest): Anthropic.ToolChoice | undefined {
  if (typeof toolChoice === "object") return { type: "tool", name: toolChoice.name };
  return toolChoice && { type: toolChoice === "required" ? "any" : toolChoice };
}

const blocksOf = messageBlocks<Anthropic.ContentBlockParam>({
  text: textBlock,
  image: ({ mediaType, bytes }) => ({
    type: "image",
    source: { type: "base64", media_type: mediaType, data: encodeBase64(bytes) },
  }),
  call: ({ id, name, text }) => ({ type: "tool_use", id, name, input: toolInputOf(text) }),
  result: ({ id }, content) => ({
    type: "tool_result",
    tool_use_id: id,
    content: content === "" ? [] : [textBlock(content)],
  }),
});

function textBlock(text: string): Anthropic.TextBlockParam {
  return { type: "text", text };
}
