import type OpenAI from "openai";

import { base64Of } from "./base64.ts";
import type { ChatMessage, ChatRequest, UserPart } from "./chat-request.ts";

/** Where servers that speak OpenAI's chat wire differ in what they take. */
export interface ChatDialect {
  /** OpenAI's newer models refuse `max_tokens`; many servers know only that one. */
  readonly maxTokens: "max_tokens" | "max_completion_tokens";
  /** Whether `stream_options` may be asked for. */
  readonly asksForUsage: boolean;
  /** What else belongs into the body: settings that only this server knows. */
  extra(request: ChatRequest): Readonly<Record<string, unknown>>;
}

type Params = OpenAI.Chat.ChatCompletionCreateParams;

/** A request's body on OpenAI's chat wire. Pure. */
export function chatBodyOf(request: ChatRequest, dialect: ChatDialect): Params {
  const { model, messages, tools, stream = true } = request;
  const body: Params = {
    model,
    messages: messages.map(messageOf),
    ...(stream && dialect.asksForUsage ? { stream_options: { include_usage: true } } : {}),
    ...samplingOf(request, dialect),
    ...(tools === undefined
      ? {}
      : { tools: tools.map((tool) => ({ type: "function" as const, function: { ...tool } })) }),
    ...toolChoiceOf(request),
    ...dialect.extra(request),
  };
  return stream ? { ...body, stream: true } : { ...body, stream: false };
}

function samplingOf(request: ChatRequest, { maxTokens }: ChatDialect) {
  const { temperature, maxOutputTokens, stop, seed, reasoning } = request;
  return {
    ...(temperature === undefined ? {} : { temperature }),
    ...(maxOutputTokens === undefined ? {} : { [maxTokens]: maxOutputTokens }),
    ...(stop === undefined ? {} : { stop: [...stop] }),
    ...(seed === undefined ? {} : { seed }),
    ...(reasoning === undefined ? {} : { reasoning_effort: reasoning }),
  };
}

function toolChoiceOf({ toolChoice }: ChatRequest): Pick<Params, "tool_choice"> {
  if (toolChoice === undefined) return {};
  if (typeof toolChoice === "string") return { tool_choice: toolChoice };
  return { tool_choice: { type: "function", function: { name: toolChoice.name } } };
}

function messageOf(message: ChatMessage): OpenAI.Chat.ChatCompletionMessageParam {
  switch (message.role) {
    case "system":
      return { role: "system", content: message.content };
    case "user":
      return { role: "user", content: userContent(message.content) };
    case "assistant": {
      const { content, toolCalls } = message;
      if (toolCalls === undefined) return { role: "assistant", content };
      return {
        role: "assistant",
        content: content === "" ? null : content,
        tool_calls: toolCalls.map(({ id, name, text }) => ({
          id,
          type: "function",
          function: { name, arguments: text },
        })),
      };
    }
    case "tool":
      return { role: "tool", tool_call_id: message.call.id, content: message.content };
  }
}

function userContent(
  content: string | readonly UserPart[],
): string | OpenAI.Chat.ChatCompletionContentPart[] {
  if (typeof content === "string") return content;
  return content.map((part) =>
    part.type === "text"
      ? { type: "text", text: part.text }
      : {
          type: "image_url",
          image_url: { url: `data:${part.mediaType};base64,${base64Of(part.bytes)}` },
        },
  );
}
