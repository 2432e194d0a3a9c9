import type OpenAI from "openai";

import { encodeBase64 } from "../../events/index.ts";
import { definedOnly } from "../../wire/index.ts";
import type { ChatMessage, ChatRequest, UserPart } from "../request/chat-request.ts";
import type { ServerTraits } from "./server-traits.ts";

type Params = OpenAI.Chat.ChatCompletionCreateParams;
type Message = OpenAI.Chat.ChatCompletionMessageParam;

export function chatBodyOf(request: ChatRequest, traits: ServerTraits): Params {
  const { model, messages, stream = true } = request;
  const prefill = endsWithAnswer(messages) ? traits.prefill : "none";
  const sent = messages.map(messageOf);
  const body: Params = {
    model,
    messages: prefill === "prefix" ? markLast(sent) : sent,
    // The SDK sends fields that its types do not have.
    ...definedOnly({
      stream_options: stream && traits.usage === "on-request" ? { include_usage: true } : undefined,
      ...samplingFields(request, traits),
      ...toolFields(request, traits),
      ...PREFILL_FIELDS[prefill],
    }),
    ...reasoningFields(request.reasoning, {
      isPrefilled: prefill !== "none",
      how: traits.reasoning,
    }),
  };
  return stream ? { ...body, stream: true } : { ...body, stream: false };
}

/** vLLM starts a new message unless it gets both fields. */
const PREFILL_FIELDS: Readonly<Partial<Record<ServerTraits["prefill"], object>>> = {
  continue_final_message: { continue_final_message: true, add_generation_prompt: false },
};

/** Whether the last message is the beginning of an answer. */
function endsWithAnswer(messages: readonly ChatMessage[]): boolean {
  const last = messages.at(-1);
  return last?.role === "assistant" && last.toolCalls === undefined && last.content !== "";
}

const MARK = { prefix: true };

/** Marks the last message as the beginning of the answer. */
function markLast(messages: readonly Message[]): Message[] {
  return [...messages.slice(0, -1), ...messages.slice(-1).map((last) => ({ ...last, ...MARK }))];
}

function samplingFields({ stop, ...request }: ChatRequest, { maxTokens, seed }: ServerTraits) {
  return {
    temperature: request.temperature,
    [maxTokens]: request.maxOutputTokens,
    [seed]: seed === "none" ? undefined : request.seed,
    stop: stop && [...stop],
  };
}

function reasoningFields(
  effort: ChatRequest["reasoning"],
  { isPrefilled, how }: { readonly isPrefilled: boolean; readonly how: ServerTraits["reasoning"] },
): object {
  // llama.cpp refuses to continue an answer with reasoning on: the reasoning came before it.
  if (how === "chat_template_kwargs" && isPrefilled) return THINKING_OFF;
  if (effort === undefined) return {};
  switch (how) {
    case "reasoning_effort":
      return { reasoning_effort: effort };
    case "chat_template_kwargs":
      return effort === "none"
        ? THINKING_OFF
        : {
            reasoning_effort: effort,
            chat_template_kwargs: { enable_thinking: true, reasoning_effort: effort },
          };
    case "thinking":
      return effort === "none"
        ? { thinking: { type: "disabled" } }
        : { thinking: { type: "enabled" }, reasoning_effort: effort };
    case "none":
      return {};
  }
}

/** Templates without reasoning, or without this switch, ignore it. */
const THINKING_OFF = { chat_template_kwargs: { enable_thinking: false } };

function toolFields({ tools, toolChoice }: ChatRequest, traits: ServerTraits) {
  const offered = tools?.map((tool) => {
    return { type: "function" as const, function: definedOnly(tool) };
  });
  if (typeof toolChoice !== "object") return { tools: offered, tool_choice: toolChoice };
  const { name } = toolChoice;
  if (traits.toolChoice !== "by-offer") {
    return { tools: offered, tool_choice: { type: "function" as const, function: { name } } };
  }
  const chosen = offered?.filter((tool) => tool.function.name === name);
  return { tools: chosen, tool_choice: "required" as const };
}

function messageOf(message: ChatMessage): Message {
  switch (message.role) {
    case "system":
      return { role: "system", content: message.content };
    case "user":
      return { role: "user", content: userContent(message.content) };
    case "assistant": {
      const { role, content, toolCalls } = message;
      if (toolCalls === undefined) return { role, content };
      const calls = toolCalls.map(({ id, name, text }) => {
        return { id, type: "function" as const, function: { name, arguments: text } };
      });
      return { role, content: content === "" ? null : content, tool_calls: calls };
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
  return `data:${mediaType};base64,${encodeBase64(bytes)}`;
}
