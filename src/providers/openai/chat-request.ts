import type OpenAI from "openai";

import { definedOnly } from "../../wire/index.ts";
import { base64Of } from "../decode/base64.ts";
import type {
  ChatMessage,
  ChatRequest,
  ToolDefinition,
  UserPart,
} from "../request/chat-request.ts";
import { reasoningFields } from "./reasoning-fields.ts";
import type { ServerTraits } from "./server-traits.ts";

type Params = OpenAI.Chat.ChatCompletionCreateParams;
type Message = OpenAI.Chat.ChatCompletionMessageParam;

/** Returns the body of a chat completions request for a server with these traits. Pure. */
export function chatBodyOf(request: ChatRequest, traits: ServerTraits): Params {
  const { model, messages, stop, stream = true } = request;
  const isPrefilled = traits.prefill !== "none" && endsWithAnswer(messages);
  const body: Params = {
    model,
    messages: messages.map((message, index) => {
      const isLast = index === messages.length - 1;
      const mark = isPrefilled && isLast && traits.prefill === "prefix" ? { prefix: true } : {};
      return { ...messageOf(message), ...mark };
    }),
    ...definedOnly({
      stream_options: stream && traits.usage === "on-request" ? WITH_USAGE : undefined,
      temperature: request.temperature,
      [traits.maxTokens]: request.maxOutputTokens,
      stop: stop && [...stop],
      ...toolFields(request, traits),
    }),
    ...(traits.seed === "none" ? {} : definedOnly({ [traits.seed]: request.seed })),
    ...(isPrefilled && traits.prefill === "continue_final_message" ? CONTINUE : {}),
    ...reasoningFields(request.reasoning, { isPrefilled, how: traits.reasoning }),
  };
  return stream ? { ...body, stream: true } : { ...body, stream: false };
}

const WITH_USAGE = { include_usage: true };

/** vLLM starts a new message unless it gets both fields. The SDK sends fields that its types do not have. */
const CONTINUE: object = { continue_final_message: true, add_generation_prompt: false };

/** Whether the last message is the beginning of an answer. */
function endsWithAnswer(messages: readonly ChatMessage[]): boolean {
  const last = messages.at(-1);
  return last?.role === "assistant" && last.toolCalls === undefined && last.content !== "";
}

function toolFields({ tools, toolChoice }: ChatRequest, traits: ServerTraits) {
  if (typeof toolChoice === "object" && traits.toolChoice === "by-offer") {
    const chosen = tools?.filter(({ name }) => name === toolChoice.name);
    return { tools: chosen?.map(toolOf), tool_choice: "required" as const };
  }
  return { tools: tools?.map(toolOf), tool_choice: toolChoiceOf(toolChoice) };
}

function toolOf(tool: ToolDefinition): OpenAI.Chat.ChatCompletionTool {
  return { type: "function", function: definedOnly(tool) };
}

function toolChoiceOf(choice: ChatRequest["toolChoice"]): Params["tool_choice"] {
  if (typeof choice !== "object") return choice;
  return { type: "function", function: { name: choice.name } };
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

/** The data URL that OpenAI's APIs accept for an image. */
export function dataUrlOf({ mediaType, bytes }: Extract<UserPart, { type: "image" }>): string {
  return `data:${mediaType};base64,${base64Of(bytes)}`;
}
