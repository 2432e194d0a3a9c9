import type OpenAI from "openai";

import { base64Of } from "../decode/base64.ts";
import type { ChatMessage, ChatRequest, UserPart } from "../request/chat-request.ts";
import { reasoningFields } from "./reasoning-fields.ts";
import type { ServerTraits } from "./server-traits.ts";

type Params = OpenAI.Chat.ChatCompletionCreateParams;
type Message = OpenAI.Chat.ChatCompletionMessageParam;

/** Fields that the SDK's types do not know: it sends them as they are. */
type ForeignFields = Readonly<Record<string, unknown>>;

/** A request's body on OpenAI's chat wire, as a server with these traits takes it. Pure. */
export function chatBodyOf(request: ChatRequest, traits: ServerTraits): Params {
  const { model, messages, stream = true } = request;
  const isBegun = traits.prefill !== "none" && endsWithAnswer(messages);
  const body: Params = {
    model,
    messages: messages.map((message, index) => {
      const sent = messageOf(message);
      const isLast = index === messages.length - 1;
      return isBegun && isLast ? { ...sent, ...beginningMark(traits) } : sent;
    }),
    ...(stream && traits.usage === "on-request" ? { stream_options: { include_usage: true } } : {}),
    ...samplingOf(request, traits),
    ...toolsOf(request, traits),
    ...(isBegun && traits.prefill === "continue_final_message" ? CONTINUE : {}),
    ...reasoningFields(request.reasoning, { isBegun, how: traits.reasoning }),
  };
  return stream ? { ...body, stream: true } : { ...body, stream: false };
}

/** vLLM begins a message of its own unless it is told both. */
const CONTINUE: ForeignFields = { continue_final_message: true, add_generation_prompt: false };

function beginningMark({ prefill }: ServerTraits): ForeignFields {
  return prefill === "prefix" ? { prefix: true } : {};
}

/** Whether the conversation ends in the middle of an answer. */
function endsWithAnswer(messages: readonly ChatMessage[]): boolean {
  const last = messages.at(-1);
  return last?.role === "assistant" && last.toolCalls === undefined && last.content !== "";
}

function samplingOf(request: ChatRequest, { maxTokens, seed: seedField }: ServerTraits) {
  const { temperature, maxOutputTokens, stop, seed } = request;
  return {
    ...(temperature === undefined ? {} : { temperature }),
    ...(maxOutputTokens === undefined ? {} : { [maxTokens]: maxOutputTokens }),
    ...(stop === undefined ? {} : { stop: [...stop] }),
    ...(seed === undefined || seedField === "none" ? {} : { [seedField]: seed }),
  };
}

function toolsOf(
  { tools, toolChoice }: ChatRequest,
  traits: ServerTraits,
): Pick<Params, "tools" | "tool_choice"> {
  const only =
    typeof toolChoice === "object" && traits.toolChoice === "by-offer"
      ? toolChoice.name
      : undefined;
  const offered = tools?.filter(({ name }) => only === undefined || name === only);
  return {
    ...(offered === undefined
      ? {}
      : { tools: offered.map((tool) => ({ type: "function" as const, function: { ...tool } })) }),
    ...(only === undefined ? toolChoiceOf(toolChoice) : { tool_choice: "required" }),
  };
}

function toolChoiceOf(choice: ChatRequest["toolChoice"]): Pick<Params, "tool_choice"> {
  if (choice === undefined) return {};
  if (typeof choice === "string") return { tool_choice: choice };
  return { tool_choice: { type: "function", function: { name: choice.name } } };
}

function messageOf(message: ChatMessage): Message {
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
      : { type: "image_url", image_url: { url: dataUrlOf(part) } },
  );
}

/** An image as the wires of OpenAI take it. */
export function dataUrlOf({ mediaType, bytes }: Extract<UserPart, { type: "image" }>): string {
  return `data:${mediaType};base64,${base64Of(bytes)}`;
}
