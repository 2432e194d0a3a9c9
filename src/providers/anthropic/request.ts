import type Anthropic from "@anthropic-ai/sdk";

import { thinkingOf } from "./thinking.ts";
import { base64Of } from "../decode/base64.ts";
import type { ChatRequest, ToolDefinition, UserPart } from "../request/chat-request.ts";
import { toolInputOf } from "../request/tool-input.ts";
import { type NonSystemMessage, systemPrompts, mergeByRole } from "../request/merge-by-role.ts";

type Params = Anthropic.MessageCreateParams;
type Block = Anthropic.ContentBlockParam;

/** What is asked of a model of Anthropic's, on whichever wire. */
export type MessagesBody = Omit<Params, "model" | "stream">;

/** A request's body on Anthropic's wire, but for the model and the way of the answer. Pure. */
export function messagesBodyOf(request: ChatRequest): MessagesBody {
  const { messages, tools, temperature, stop } = request;
  const system = systemPrompts(messages).map((text) => ({ type: "text" as const, text }));
  return {
    ...thinkingOf(request),
    ...(system.length === 0 ? {} : { system }),
    messages: mergeByRole(messages, blocksOf),
    ...(tools === undefined ? {} : { tools: tools.map(toolOf) }),
    ...toolChoiceOf(request),
    ...(temperature === undefined ? {} : { temperature }),
    ...(stop === undefined ? {} : { stop_sequences: [...stop] }),
  };
}

function toolOf({ name, description, parameters }: ToolDefinition): Anthropic.Tool {
  return {
    name,
    ...(description === undefined ? {} : { description }),
    input_schema: { ...parameters, type: "object" },
  };
}

function toolChoiceOf({ toolChoice }: ChatRequest): Pick<Params, "tool_choice"> {
  switch (toolChoice) {
    case undefined:
      return {};
    case "auto":
    case "none":
      return { tool_choice: { type: toolChoice } };
    case "required":
      return { tool_choice: { type: "any" } };
    default:
      return { tool_choice: { type: "tool", name: toolChoice.name } };
  }
}

function blocksOf(message: NonSystemMessage): Block[] {
  switch (message.role) {
    case "user":
      return userBlocks(message.content);
    case "assistant": {
      const calls = message.toolCalls ?? [];
      return [
        ...textBlocks(message.content),
        ...calls.map(({ id, name, text }): Block => {
          return { type: "tool_use", id, name, input: toolInputOf(text) };
        }),
      ];
    }
    case "tool":
      return [
        {
          type: "tool_result",
          tool_use_id: message.call.id,
          content: textBlocks(message.content),
        },
      ];
  }
}

function userBlocks(content: string | readonly UserPart[]): Block[] {
  if (typeof content === "string") return textBlocks(content);
  return content.flatMap((part): Block[] => {
    if (part.type === "text") return textBlocks(part.text);
    const { mediaType, bytes } = part;
    return [
      { type: "image", source: { type: "base64", media_type: mediaType, data: base64Of(bytes) } },
    ];
  });
}

function textBlocks(text: string): Anthropic.TextBlockParam[] {
  return text === "" ? [] : [{ type: "text", text }];
}
