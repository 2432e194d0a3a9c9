import type OpenAI from "openai";

import type { ChatMessage, ChatRequest, UserPart } from "../request/chat-request.ts";
import { dataUrlOf } from "./chat-request.ts";
import { unsupported } from "../request/unsupported.ts";

type Params = OpenAI.Responses.ResponseCreateParams;
type InputItem = OpenAI.Responses.ResponseInputItem;

/**
 * A request's body on the Responses wire. Pure.
 *
 * @throws {StreamError} `unexpected`, when it has stop texts.
 */
export function responsesBodyOf(
  request: ChatRequest,
  { resumable }: { readonly resumable: boolean },
): Params {
  const { model, messages, stop = [], stream = true } = request;
  if (stop.length > 0) throw unsupported("the Responses API", "stop texts");
  const { instructions, turns } = conversationOf(messages);
  const body: Params = {
    model,
    input: turns.flatMap(itemsOf),
    ...(instructions === "" ? {} : { instructions }),
    ...settingsOf(request),
    ...toolsOf(request),
    // What runs in the background has to be kept: its stream is read from what is kept. Without a stream,
    // it would be answered at once with nothing.
    ...(resumable && stream ? { background: true, store: true } : { store: false }),
  };
  return stream ? { ...body, stream: true } : { ...body, stream: false };
}

/** Instructions stand before all turns; a system message between turns stays where it is. */
function conversationOf(messages: readonly ChatMessage[]) {
  const turns = [...messages];
  const instructions: string[] = [];
  for (let first = turns[0]; first?.role === "system"; first = turns[0]) {
    instructions.push(first.content);
    turns.shift();
  }
  return { instructions: instructions.join("\n\n"), turns };
}

function settingsOf({ temperature, maxOutputTokens, reasoning }: ChatRequest) {
  return {
    ...(temperature === undefined ? {} : { temperature }),
    ...(maxOutputTokens === undefined ? {} : { max_output_tokens: maxOutputTokens }),
    ...(reasoning === undefined ? {} : { reasoning: reasoningOf(reasoning) }),
  };
}

/** A summary is not given unless it is asked for. */
function reasoningOf(effort: NonNullable<ChatRequest["reasoning"]>) {
  return effort === "none" ? { effort } : { effort, summary: "auto" as const };
}

function toolsOf({ tools, toolChoice }: ChatRequest): Pick<Params, "tools" | "tool_choice"> {
  return {
    ...(tools === undefined
      ? {}
      : {
          // Strict, which is this wire's default, takes only schemas of a certain form.
          tools: tools.map((tool) => ({ type: "function" as const, ...tool, strict: false })),
        }),
    ...(toolChoice === undefined ? {} : { tool_choice: toolChoiceOf(toolChoice) }),
  };
}

function toolChoiceOf(choice: NonNullable<ChatRequest["toolChoice"]>) {
  return typeof choice === "string" ? choice : { type: "function" as const, name: choice.name };
}

function itemsOf(message: ChatMessage): InputItem[] {
  switch (message.role) {
    case "system":
      return [{ role: "system", content: message.content }];
    case "user":
      return [{ role: "user", content: userContent(message.content) }];
    case "assistant": {
      const { content, toolCalls = [] } = message;
      return [
        ...(content === "" ? [] : [{ role: "assistant" as const, content }]),
        ...toolCalls.map(({ id, name, text }) => ({
          type: "function_call" as const,
          call_id: id,
          name,
          arguments: text,
        })),
      ];
    }
    case "tool":
      return [{ type: "function_call_output", call_id: message.call.id, output: message.content }];
  }
}

function userContent(
  content: string | readonly UserPart[],
): string | OpenAI.Responses.ResponseInputContent[] {
  if (typeof content === "string") return content;
  return content.map((part) =>
    part.type === "text"
      ? { type: "input_text", text: part.text }
      : { type: "input_image", image_url: dataUrlOf(part), detail: "auto" },
  );
}
